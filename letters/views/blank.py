"""Blank sheets and envelopes for a letter by hand. No account, and nothing is kept."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from letters import desk
from letters.blocked import refuse_blocked
from letters.forms import BlankEnvelopeForm, BlankLetterForm
from letters.forms.blank import DEFAULT_PAGES, PAGES
from letters.printing import PrintError, Rendered
from letters.states import EnvelopeSize, Paper
from letters.views.pdf import answer, chosen, print_error, private
from profiles.audience import Audience, audience
from profiles.views.shared import public_listing_or_gone


@audience(Audience.PUBLIC)
@require_safe
def blank(request: HttpRequest, slug: str) -> HttpResponse:
    """Choosing the sheets and the envelope, beside the rules."""
    listing = public_listing_or_gone(slug)
    try:
        refuse_blocked(listing, request.user)
    except PrintError as error:
        return print_error(request, error)
    page = {
        "listing": listing,
        "checked": desk.check_blank_letter(listing, pages=int(DEFAULT_PAGES), paper=Paper.LETTER.value),
        "letter_form": BlankLetterForm(action=reverse("letters:blank-letter", args=[slug])),
        "envelope_form": BlankEnvelopeForm(action=reverse("letters:blank-envelope", args=[slug])),
    }
    return private(render(request, "letters/blank.html", page))


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def blank_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Ruled sheets: `pages` 1-10 and `paper`. 400 for another value, 409 with the findings where one refuses."""
    listing = public_listing_or_gone(slug)

    def make(named: Sequence[str]) -> Rendered:
        refuse_blocked(listing, request.user)
        pages = int(chosen(request, "pages", PAGES, DEFAULT_PAGES))
        paper = chosen(request, "paper", Paper.values, Paper.LETTER.value)
        return desk.blank_letter(listing, pages=pages, paper=paper, named=named)

    return answer(request, listing, "letter.pdf", make)


@audience(Audience.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def blank_envelope(request: HttpRequest, slug: str) -> HttpResponse:
    """The front of an envelope of one `size`. Answers as `blank_letter` does."""
    listing = public_listing_or_gone(slug)

    def make(named: Sequence[str]) -> Rendered:
        refuse_blocked(listing, request.user)
        size = chosen(request, "size", EnvelopeSize.values, EnvelopeSize.NO_10.value)
        return desk.blank_envelope(listing, size=size, named=named)

    return answer(request, listing, "envelope.pdf", make)
