"""Whom a woman wants no letters from: matched by keyed hashes of a name and an address in their normal form.

A copy of the database tells nobody who was blocked; the same name and address, however written, meet again.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from profiles.actions.events import record_event
from profiles.errors import NotAllowed
from profiles.models import BlockedWriter, Listing, User
from profiles.states import EventKind, Reason

#: Words of addresses that people shorten.
_SHORT = {
    "street": "st", "avenue": "ave", "road": "rd", "drive": "dr", "lane": "ln", "boulevard": "blvd", "court": "ct",
    "apartment": "apt", "unit": "apt", "suite": "ste", "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
_ZIP_TAIL = re.compile(r"\b(\d{5})-\d{4}\b")
_TITLES = {"mr", "mrs", "ms", "miss", "dr"}


def normal_name(name: str) -> str:
    """A name without case, accents, titles, initials in the middle and order of its words."""
    words = [word for word in _words(name) if word not in _TITLES]
    full = [word for word in words if len(word) > 1] or words
    return " ".join(sorted(full))


def normal_address(lines: Sequence[str]) -> str:
    """Address lines without case, accents, punctuation, shortened words and the last part of a ZIP code."""
    text = _ZIP_TAIL.sub(r"\1", " ".join(lines))
    return " ".join(_SHORT.get(word, word) for word in _words(text))


@transaction.atomic
def block(*, listing: Listing, by: User, name: str = "", address: Sequence[str] = ()) -> BlockedWriter:
    """Let somebody write to her no more. Raises NotAllowed where neither name nor address is given."""
    entry = BlockedWriter(
        listing=listing,
        name_hash=_hash("name", normal_name(name)),
        address_hash=_hash("address", normal_address(address)),
        added_by=by,
    )
    if not entry.name_hash and not entry.address_hash:
        raise NotAllowed(_("Give a name, an address or both."))
    entry.save()
    record_event(
        subject=listing, kind=EventKind.EDITED, by=by, reason=Reason.HER_WISH, fields=["blocked_writers"]
    )
    return entry


def is_blocked(listing: Listing, *people: Sequence[str]) -> bool:
    """Whether she wants no letters from any of these people: see `blocking`. Nobody is blocked by a name on no list."""
    return listing.pk is not None and blocking(*people).filter(listing=listing).exists()


def blocking(*people: Sequence[str]) -> QuerySet[BlockedWriter]:
    """The entries that mean one of these people, each given by the lines of a return address, name first.

    A name alone is enough, and so is an address alone. A line that is empty means nobody.
    """
    found = Q(pk=None)
    for lines in people:
        name, address = normal_name("".join(lines[:1])), normal_address(lines[1:])
        if name:
            found |= Q(name_hash=_hash("name", name))
        if address:
            found |= Q(address_hash=_hash("address", address))
    return BlockedWriter.objects.filter(found)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char)))


def _hash(kind: str, text: str) -> str:
    return salted_hmac(f"profiles.blocking.{kind}", text, algorithm="sha256").hexdigest() if text else ""
