"""Who a URL is for. Each view says so, and one test walks the whole site map to hold it to its word."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable)


class Audience(StrEnum):
    """From the widest to the narrowest."""

    PUBLIC = "public"  # anybody, without an account
    LINK = "link"  # anybody who holds an unguessable link
    WRITER = "writer"  # somebody with an account; others are sent to log in
    STAFF = "staff"  # moderators and other staff
    MACHINE = "machine"  # health checks and metrics


def audience(who: Audience) -> Callable[[View], View]:
    """Declare who a view is for: `@audience(Audience.PUBLIC)`. Access is checked where a view loads its data."""

    def declare(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]
        return view

    return declare
