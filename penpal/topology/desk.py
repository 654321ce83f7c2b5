"""Staff at work, in a process of its own: `python -m penpal.topology.desk WITHDRAWALS SECONDS`.

Withdraws listings and approves submissions in turn, and prints a line of JSON for each thing that is done: what, the
slug or code, when the call came back (seconds of the machine's monotonic clock), and whether every proxy confirmed.
What fails because the database is away is tried again until it is known to be done.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from profiles.models import User

RETRY_SECONDS = 0.2


def main(withdrawals: int, seconds: float) -> None:
    """Spread `withdrawals`, and an approval after every fifth, over some seconds."""
    # Models are there only after the set-up.
    from profiles import proxies  # noqa: PLC0415
    from profiles.models import Listing, User  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    moderator = User.objects.create_superuser(email="desk@example.org", password=None)
    facility = factories.make_facility()
    slugs = list(Listing.objects.public().order_by("pk").values_list("slug", flat=True)[:withdrawals])
    waiting = [factories.make_submission(facility=facility, interests=[]).pk for _ in range(withdrawals // 5)]
    _say("ready", slugs=slugs)
    sys.stdin.readline()
    began = time.monotonic()
    for number, slug in enumerate(slugs):
        time.sleep(max(0.0, began + seconds * number / withdrawals - time.monotonic()))
        proxies.forget_outcome()
        first = _until_done(partial(_withdraw, slug, moderator))
        _say("withdrawn", slug=slug, confirmed=first and not proxies.is_pending())
        if number % 5 == 4:
            pk = waiting.pop()
            _until_done(partial(_approve, pk, moderator))
            _say("approved", slug=Listing.objects.get(submissions=pk).slug)


def _withdraw(slug: str, moderator: "User") -> None:
    from profiles import actions  # noqa: PLC0415
    from profiles.models import Listing  # noqa: PLC0415
    from profiles.states import ListingState  # noqa: PLC0415

    listing = Listing.objects.get(slug=slug)
    if listing.state != ListingState.WITHDRAWN:
        actions.withdraw(listing=listing, by=moderator)


def _approve(pk: int, moderator: "User") -> None:
    from profiles import actions  # noqa: PLC0415
    from profiles.models import Submission  # noqa: PLC0415

    submission = Submission.objects.get(pk=pk)
    if submission.is_open:
        actions.approve(submission=submission, by=moderator, version=submission.version)


def _until_done(work: Callable[[], None]) -> bool:
    """Do it, again and again while the database is away. Returns whether the first attempt went through."""
    from django.db import InterfaceError, OperationalError, connections  # noqa: PLC0415

    first = True
    while True:
        try:
            work()
        except (OperationalError, InterfaceError):
            first = False
            connections.close_all()
            time.sleep(RETRY_SECONDS)
        else:
            return first


def _say(what: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"what": what, "at": time.monotonic(), **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penpal.settings")
    django.setup()
    main(int(sys.argv[1]), float(sys.argv[2]))
