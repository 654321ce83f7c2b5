"""What follows a commit and may fail without taking anything back: e-mail to be queued, files to be deleted."""

from collections.abc import Callable
from typing import Any

from django.db import transaction


def once_committed(do: Callable[..., Any], *arguments: Any) -> None:
    """Call `do(*arguments)` once the present transaction is committed (at once outside of one); a failure is logged.

    Django's log of the failure asks for the function's name, which a partial does not have: it would fail itself.
    """

    def do_it() -> None:
        do(*arguments)

    transaction.on_commit(do_it, robust=True)
