"""A writer's own calendar: when letters were mailed, when the next is due, and her days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from letters.models import Correspondence, Letter
from letters.states import LetterState
from letters.timeline import Shown, ShownCorrespondence, shown_correspondences, shown_letters
from profiles.audience import Audience, audience
from profiles.models import Listing, User

REMIND_AFTER = timedelta(days=30)
TOKEN_LENGTH = 40  # hexadecimal digits
LINE_LENGTH = 73  # octets of a folded line, with room for the leading space (RFC 5545, 3.1)


def token_of(user: AbstractBaseUser) -> str:
    """The unguessable part of a writer's calendar address. A new password makes a new one."""
    secret = f"{user.pk}:{user.password}"
    return f"{user.pk}-{salted_hmac('letters.calendar', secret).hexdigest()[:TOKEN_LENGTH]}"


@audience(Audience.LINK)
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """An iCalendar file (RFC 5545) of the token's owner; 404 for any other token."""
    number = token.partition("-")[0]
    writer = User.objects.filter(pk=number, is_active=True).first() if number.isdecimal() else None
    if writer is None or not constant_time_compare(token, token_of(writer)):
        raise Http404
    letters = Letter.objects.of(writer).sent().filter(mailed_on__isnull=False, night=None)
    active = Correspondence.objects.of(writer).active().order_by("pk")
    text = calendar_text(shown_letters(letters.order_by("mailed_on", "pk")), shown_correspondences(active))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="letters.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def calendar_text(letters: Iterable[Shown], correspondences: Iterable[ShownCorrespondence] = ()) -> str:
    """One day for each mailing, one a month later for each letter that still waits for an answer, the day on which
    the next letter is due as promised, and of her days those that her page shows."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//letters//EN", "CALSCALE:GREGORIAN"]
    for shown in letters:
        if shown.letter.mailed_on:
            lines += _events(shown, shown.letter.mailed_on)
    for one in correspondences:
        if one.listing:
            lines += _promised(one.correspondence, one.listing)
    return "\r\n".join(chain.from_iterable(_folded(line) for line in [*lines, "END:VCALENDAR"])) + "\r\n"


def _events(shown: Shown, mailed_on: date) -> list[str]:
    letter = shown.letter
    # Whoever is not public any more is not named either.
    facts = {"name": shown.listing.display_name if shown.listing else letter.code}
    words = _("Mailed a letter to %(name)s") % facts
    events = _event(f"{letter.code}-mailed", mailed_on, letter.updated_at, words)
    if letter.state == LetterState.MAILED:
        words = _("Has %(name)s written back? Your letter left a month ago.") % facts
        events += _event(f"{letter.code}-reminder", mailed_on + REMIND_AFTER, letter.updated_at, words)
    return events


def _promised(one: Correspondence, listing: Listing) -> list[str]:
    """When she may expect a letter; her birthday and the day she comes home only as her page shows them."""
    name, uid = {"name": listing.display_name}, f"{listing.slug}-{one.pk}"
    changed = listing.approved_at
    events = _event(f"{uid}-due", one.due_on, changed, _("Write to %(name)s") % name)
    if listing.birthday:
        day = _next_birthday(listing.birthday)
        events += _event(f"{uid}-birthday", day, changed, _("Birthday of %(name)s") % name, yearly=True)
    if listing.release_date:
        events += _event(f"{uid}-home", listing.release_date, changed, _("%(name)s comes home") % name)
    return events


def _next_birthday(born: date) -> date:
    """Without the year of birth, which her page does not show. 29 February is kept on the 28th."""
    today = timezone.localdate()
    day = born.replace(year=today.year, day=min(born.day, 28) if born.month == 2 else born.day)
    return day if day >= today else day.replace(year=today.year + 1)


def _event(uid: str, day: date, changed: datetime, summary: str, *, yearly: bool = False) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        *(["RRULE:FREQ=YEARLY"] if yearly else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> list[str]:
    """The line in pieces of at most 75 octets, never cut inside a character."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LINE_LENGTH:
            pieces.append(piece)
            piece = ""
        piece += character
    return [(" " if number else "") + part for number, part in enumerate([*pieces, piece])]
