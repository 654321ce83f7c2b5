"""Checking a mailpiece for any place. Nothing is stored."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from letters.desk import Checked
from letters.forms import CheckForm
from letters.mailing_rules import check as check_piece
from letters.mailing_rules import parse_mailpiece
from letters.targets import target_for
from letters.telling import stand_ins
from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The findings for the facts in the address or the form, or an empty form. A POST changes nothing either."""
    sent = request.POST or request.GET
    asked = any(name in sent for name in ("check", "pages"))
    form = CheckForm(sent if asked else None, initial={"place": request.GET.get("place", "")})
    page: dict[str, Any] = {"form": form}
    if asked and form.is_valid():
        result = check_piece(parse_mailpiece(form.mailpiece()), target_for(form.cleaned_data["place"]))
        page |= {
            "checked": Checked(result),
            "lines": stand_ins(result.address_lines),
            "place": form.place_name(),
        }
    return render(request, "letters/check.html", page)
