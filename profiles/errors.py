"""Refusals that a person can read: each carries words for whoever tried."""

from django.utils.translation import gettext as _


class ActionRefused(Exception):
    """Something cannot be done. `messages` says why, one sentence each; `str()` joins them."""

    def __init__(self, *messages: str) -> None:
        self.messages = [str(message) for message in messages]
        super().__init__(" ".join(self.messages))


class WrongState(ActionRefused):
    """It no longer stands where this step begins: somebody else was first, or the page is old."""


class Stale(ActionRefused):
    """The text changed after the page with the decision was opened."""

    def __init__(self, *messages: str) -> None:
        super().__init__(
            *(messages or (_("This changed after you opened it. Look at what is new, then decide again."),))
        )


class NotAllowed(ActionRefused):
    """A rule of the site forbids it, whoever asks."""


class PhotoRefused(ActionRefused):
    """A file that cannot be used as a photo, with what to send instead."""


class FilesUnavailable(OSError):
    """The store of photos and scans does not answer. Nothing was changed; the middleware answers with the 503 page."""
