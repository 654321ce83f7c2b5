"""Checking a mailpiece for any place. Nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.desk import Checked
from letters.forms import CheckForm
from letters.mailing_rules import check as check_piece
from letters.mailing_rules import parse_mailpiece
from letters.targets import target_for
from letters.telling import stand_ins
from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The findings for the facts in the address, or an empty form."""
    asked = any(name in request.GET for name in ("check", "pages"))
    initial = {"place": request.GET.get("place", "")}
    form = CheckForm(request.GET if asked else None, initial=initial)
    page = {"form": form}
    if asked and form.is_valid():
        result = check_piece(parse_mailpiece(form.mailpiece()), target_for(form.cleaned_data["place"]))
        page |= {
            "checked": Checked(result),
            "lines": stand_ins(result.address_lines),
            "place": form.place_name(),
        }
    return render(request, "letters/check.html", page)
