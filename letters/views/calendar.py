"""A writer's own calendar: when letters were mailed, and when an answer may be due."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from letters.models import Letter
from letters.states import LetterState
from letters.timeline import Shown, shown_letters
from profiles.audience import Audience, audience
from profiles.models import User

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
    letters = Letter.objects.of(writer).sent().filter(mailed_on__isnull=False).order_by("mailed_on", "pk")
    response = HttpResponse(
        calendar_text(shown_letters(letters)), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'inline; filename="letters.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def calendar_text(letters: Iterable[Shown]) -> str:
    """One day for each mailing, and one a month later for each letter that still waits for an answer."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//letters//EN", "CALSCALE:GREGORIAN"]
    for shown in letters:
        if shown.letter.mailed_on:
            lines += _events(shown, shown.letter.mailed_on)
    return "\r\n".join(chain.from_iterable(_folded(line) for line in [*lines, "END:VCALENDAR"])) + "\r\n"


def _events(shown: Shown, mailed_on: date) -> list[str]:
    letter = shown.letter
    # Whoever is not public any more is not named either.
    facts = {"name": shown.listing.display_name if shown.listing else letter.code}
    words = _("Mailed a letter to %(name)s") % facts
    events = _event(f"{letter.code}-mailed", mailed_on, letter, words)
    if letter.state == LetterState.MAILED:
        words = _("A month since your letter to %(name)s. Has she written back?") % facts
        events += _event(f"{letter.code}-reminder", mailed_on + REMIND_AFTER, letter, words)
    return events


def _event(uid: str, day: date, letter: Letter, summary: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{letter.updated_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
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
