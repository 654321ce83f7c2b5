"""Writing to one woman over time: the promise, the letters so far, and a decent ending."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from letters import correspondences
from letters.forms import PromiseForm
from letters.models import Correspondence, Letter
from letters.timeline import shown_letters
from letters.views.pdf import private
from letters.views.requests import WriterRequest
from profiles.audience import Audience, audience
from profiles.errors import WrongState
from profiles.models import Listing


@audience(Audience.WRITER)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correspondence(request: WriterRequest, pk: int) -> HttpResponse:
    """The writer's own correspondence. POST `action`: "promise" keeps how often, "end" ends it."""
    found = get_object_or_404(Correspondence.objects.of(request.user), pk=pk)
    if request.POST.get("action") == "end":
        return _end(request, found)
    initial = {"every_days": found.every_days, "reminds": found.reminds}
    form = PromiseForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        correspondences.promise(correspondence=found, **form.cleaned_data)
        messages.success(request, _("Your promise is kept here. We hope it is an easy one."))
        return redirect(found)
    return _page(request, found, form)


def _end(request: WriterRequest, found: Correspondence) -> HttpResponse:
    try:
        correspondences.end(correspondence=found)
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Ended. She is among the women who wait for new writers again."))
    return redirect(found)


def _page(request: WriterRequest, found: Correspondence, form: PromiseForm) -> HttpResponse:
    listing = Listing.objects.public().for_cards().filter(correspondences=found).first()
    letters = Letter.objects.of(request.user).filter(listing=found.listing_id, listing__isnull=False)
    page = {
        "correspondence": found,
        "listing": listing,
        "letters": shown_letters(letters),
        "form": form,
        "is_due": found.is_active and found.due_on <= timezone.localdate(),
    }
    return private(render(request, "letters/correspondence.html", page))
