"""What an account keeps about its writer: the name under a letter, and where answers go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from letters import actions
from letters.forms import ReturnAddressForm
from letters.models import ReturnAddress
from letters.views.requests import WriterRequest
from profiles.audience import Audience, audience


@audience(Audience.WRITER)
@sensitive_post_parameters()
@login_required
def return_address(request: WriterRequest) -> HttpResponse:
    """Keep, change or delete the return address."""
    kept = ReturnAddress.objects.filter(writer=request.user.pk).first()
    lines = tuple(kept.lines.splitlines()) if kept else ()
    initial = {"pen_name": request.user.pen_name, "is_woman": request.user.is_woman, "lines": lines}
    form = ReturnAddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.keep_return_address(writer=request.user, **form.cleaned_data)
        messages.success(request, _("Your return address is kept."))
        return redirect("letters:return-address")
    return render(request, "account/return_address.html", {"form": form})
