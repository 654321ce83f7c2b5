"""Forms that a robot would send too quickly: a time stamp as if the page had been opened a while ago."""

import time
from unittest import mock

from profiles.forms.guard import signer


def opened_before(seconds: float) -> str:
    """The hidden answer of a form whose page was opened some seconds ago."""
    then = time.time() - seconds
    with mock.patch("django.core.signing.time.time", return_value=then):
        return signer.sign("form")
