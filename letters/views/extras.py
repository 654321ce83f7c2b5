"""Photos, backs of photos, labels and cards for one woman. No account, and nothing is kept."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from letters import desk, extras
from letters.forms.extras import BacksForm, CardForm, ExtraForm, LabelsForm, PhotoPagesForm
from letters.photos import photo_of
from letters.printing import PrintError, Rendered
from letters.views.pdf import named_findings, pdf_response, private
from profiles.audience import Audience, audience
from profiles.errors import NotAllowed
from profiles.models import Listing
from profiles.views.shared import public_listing_or_gone

FORMS: dict[str, type[ExtraForm]] = {
    "photos": PhotoPagesForm,
    "backs": BacksForm,
    "labels": LabelsForm,
    "card": CardForm,
}


@audience(Audience.PUBLIC)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write_extras(request: HttpRequest, slug: str) -> HttpResponse:
    """Four forms, and for each a PDF. POST `part`: one of FORMS; 409 with the findings where a rule refuses it."""
    listing = public_listing_or_gone(slug)
    part = request.POST.get("part", "")
    if part not in FORMS:
        return _page(request, listing, status=400 if request.method == "POST" else 200)
    form = FORMS[part](request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, listing, part, form)
    try:
        made = MAKERS[part](listing, form.cleaned_data, named_findings(request))
    except desk.Refused as refused:
        return _page(request, listing, part, form, refused=refused.checked, status=409)
    except (PrintError, NotAllowed) as error:
        form.add_error(None, str(error))
        return _page(request, listing, part, form, status=409)
    return pdf_response(made.pdf, f"{part}.pdf")


def _page(
    request: HttpRequest,
    listing: Listing,
    part: str = "",
    form: ExtraForm | None = None,
    *,
    refused: desk.Checked | None = None,
    status: int = 200,
) -> HttpResponse:
    made = {name: form if name == part and form else kind() for name, kind in FORMS.items()}
    page: dict[str, Any] = {"listing": listing, "forms": made, "part": part, "form": form, "refused": refused}
    return private(render(request, "letters/extras.html", page, status=status))


def _photos(listing: Listing, data: dict[str, Any], named: Sequence[str]) -> Rendered:
    pictures = [
        photo_of(photo, _("Photo %(number)s") % {"number": number})
        for number, photo in enumerate(data["photos"], start=1)
    ]
    return extras.photos(listing, pictures, a_page=data["a_page"], paper=data["paper"], named=named)


def _backs(listing: Listing, data: dict[str, Any], named: Sequence[str]) -> Rendered:
    return extras.backs(listing, named=named, **data)


def _labels(listing: Listing, data: dict[str, Any], named: Sequence[str]) -> Rendered:
    return extras.labels(listing, **data)


def _card(listing: Listing, data: dict[str, Any], named: Sequence[str]) -> Rendered:
    return extras.card(listing, named=named, **data)


MAKERS: dict[str, Callable[[Listing, dict[str, Any], Sequence[str]], Rendered]] = {
    "photos": _photos,
    "backs": _backs,
    "labels": _labels,
    "card": _card,
}
