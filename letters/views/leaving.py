"""A writer's own data: a copy of everything, and deletion of everything."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from letters import leaving
from letters.forms import LeaveForm
from letters.views.pdf import private
from letters.views.requests import WriterRequest
from profiles.audience import Audience, audience
from profiles.errors import NotAllowed
from profiles.models import User


@audience(Audience.WRITER)
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: WriterRequest) -> HttpResponse:
    """POST `action`: "copy" answers with a JSON file, "leave" deletes the account. The password is asked first."""
    action = request.POST.get("action", "")
    if action == "copy":
        return _copy(request)
    form = LeaveForm(request.POST if action == "leave" else None)
    if form.is_valid():
        return _leave(request)
    return private(render(request, "account/my_data.html", {"form": form}))


def _copy(request: WriterRequest) -> HttpResponse:
    response = HttpResponse(leaving.copy_of(request.user), content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-letters.json"'
    return private(response)


def _leave(request: WriterRequest) -> HttpResponse:
    writer = User.objects.get(pk=request.user.pk)
    try:
        leaving.leave(writer=writer)
    except NotAllowed as error:
        messages.error(request, str(error))
        return redirect("letters:my-data")
    logout(request)
    messages.success(request, _("Your account and everything in it is deleted. Thank you for writing."))
    return redirect("home")
