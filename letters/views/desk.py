"""The writing desk. Without an account nothing typed here is kept."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from letters import actions, desk, photos
from letters.blocked import refuse_blocked
from letters.cautions import cautions_in
from letters.forms import DeskForm
from letters.forms.desk import initial_of
from letters.models import Letter
from letters.openers import last_letter, openers_for
from letters.printing import PrintError
from letters.printing.paragraphs import paragraphs
from letters.rules import can_be_edited
from letters.targets import target_for_listing
from letters.views.pdf import pdf_response, print_error, private
from profiles.audience import Audience, audience
from profiles.models import Listing, User
from profiles.views.shared import public_listing_or_gone

PRINTED = ("letter", "envelope", "page")
#: Pages shown as pictures beside the letter; more make the answer too large.
MOST_PICTURES = 10


@audience(Audience.PUBLIC)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet, what goes with it, and the mailroom check. `letter`: code of a draft kept before."""
    listing = public_listing_or_gone(slug)
    try:
        refuse_blocked(listing, request.user)
    except PrintError as error:
        return print_error(request, error)
    kept = _kept(request, listing)
    writer = request.user if request.user.is_authenticated else None
    target = target_for_listing(listing)
    form = DeskForm(
        request.POST or None,
        request.FILES or None,
        kept_photos=photos.of(kept) if kept else (),
        listing=listing,
        writer=writer,
        asks_for_unit=desk.asks_for_unit(listing, target),
        initial=_initial(request, kept),
    )
    if request.method != "POST":
        return _page(request, listing, form, kept)
    if not form.is_valid():
        return _page(request, listing, form, kept)
    return _act(request, listing, form, kept)


def _initial(request: HttpRequest, kept: Letter | None) -> dict[str, Any]:
    """What the form begins with: the kept draft, or a frame for a last letter where the address asks for it."""
    if kept:
        return initial_of(actions.draft_of(kept))
    return {"body": last_letter()} if "last" in request.GET else {}


def _kept(request: HttpRequest, listing: Listing) -> Letter | None:
    """The writer's own draft to her that the request names; 404 for anybody else's."""
    code = request.POST.get("letter") or request.GET.get("letter")
    if not code:
        return None
    kept = get_object_or_404(Letter.objects.of(request.user), code=code, listing=listing)
    if not can_be_edited(kept):
        raise Http404
    return kept


def _act(request: HttpRequest, listing: Listing, form: DeskForm, kept: Letter | None) -> HttpResponse:
    action = request.POST.get("action", "check")
    if action == "save" and request.user.is_authenticated:
        return _save(request, request.user, listing, form, kept)
    if action in PRINTED and not form.answers_all_asked():
        return _page(request, listing, form, kept, refused=True)
    draft = form.draft()
    code = kept.code if kept else None
    try:
        looked = desk.look(draft, listing, code=code, revised_at=kept.updated_at if kept else None)
        if action not in PRINTED:
            pictures = desk.pictures(looked)[:MOST_PICTURES] if action == "preview" else []
            return _page(request, listing, form, kept, looked=looked, pictures=pictures)
        if not looked.checked.opened_by(form.accepted):
            return _page(request, listing, form, kept, looked=looked, refused=True)
        return _printed(request, action, listing, draft, looked, code)
    except PrintError as error:
        form.add_print_error(error)
        return _page(request, listing, form, kept)


def _printed(
    request: HttpRequest,
    action: str,
    listing: Listing,
    draft: desk.Draft,
    looked: desk.Looked,
    code: str | None,
) -> HttpResponse:
    lines = looked.checked.lines
    if action == "envelope":
        return pdf_response(desk.envelope(draft, lines, code=code).pdf, "envelope.pdf")
    if action == "letter" and looked.rendered:
        return pdf_response(looked.rendered.pdf, "letter.pdf")
    page = {
        "listing": listing,
        "draft": draft,
        "paragraphs": paragraphs(draft.body, draft.language),
        "photos": [(photos.data_url(photo.jpeg), photo.words) for photo in draft.printed_photos],
        "lines": lines,
        "dated": desk.date_words(draft),
        "code": code,
    }
    return _with_pictures(private(render(request, "letters/page.html", page)))


def _save(
    request: HttpRequest, writer: User, listing: Listing, form: DeskForm, kept: Letter | None
) -> HttpResponse:
    letter = actions.keep_draft(writer=writer, listing=listing, draft=form.draft(), letter=kept)
    messages.success(request, _("Your draft is kept. Only you can read it."))
    return redirect(f"{reverse('letters:write', args=[listing.slug])}?letter={letter.code}")


def _page(
    request: HttpRequest,
    listing: Listing,
    form: DeskForm,
    kept: Letter | None,
    *,
    looked: desk.Looked | None = None,
    refused: bool = False,
    pictures: Sequence[bytes] = (),
) -> HttpResponse:
    """The desk as it stands: everything typed, and the findings if the check has run.

    The action "live" gets the panel of the check alone, for a script that asks while somebody types.
    """
    checked = looked.checked if looked else _first_check(listing)
    rendered = looked.rendered if looked else None
    page: dict[str, Any] = {
        "listing": listing,
        "form": form,
        "kept": kept,
        "looked": looked,
        "checked": checked,
        "pages": rendered.pages if rendered else None,
        "notes": rendered.notes if rendered else [],
        "refused": refused,
        "today": timezone.localdate(),
        "cautions": cautions_in(form["body"].value() or "", listing),
        "openers": openers_for(listing),
        "is_first": not _has_letters(request, listing),
        "pictures": [b64encode(picture).decode() for picture in pictures],
    }
    page["live"] = request.POST.get("action") == "live"
    template = "letters/_desk_check.html" if page["live"] else "letters/write.html"
    response = private(render(request, template, page, status=409 if refused else 200))
    return _with_pictures(response) if pictures or form.letter_photos else response


def _with_pictures(response: HttpResponse) -> HttpResponse:
    """Pictures stand in the page itself: nothing is kept from which an address could serve them."""
    response._csp_update = {"img-src": ["data:"]}  # type: ignore[attr-defined]
    return response


def _has_letters(request: HttpRequest, listing: Listing) -> bool:
    return (
        request.user.is_authenticated
        and Letter.objects.of(request.user).sent().filter(listing=listing).exists()
    )


def _first_check(listing: Listing) -> desk.Checked:
    """Before a word is typed: where her mail goes, and whether any reaches her."""
    return desk.check_blank_letter(listing, pages=1, paper="letter")
