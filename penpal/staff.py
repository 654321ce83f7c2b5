"""What staff have to show before the desk opens: a second step, and for what cannot be undone a recent sign-in."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

SIGNED_IN = "penpal_signed_in_at"  # key in the session; seconds since 1970
#: URL names of what needs a recent sign-in: what cannot be undone, what hands out data, and who is staff.
RECENT_ONLY = {
    "admin:letters_incomingmail_withdraw",
    "admin:auth_user_password_change",
    "admin:mfa_authenticator_change",
    "admin:mfa_authenticator_delete",
    "admin:profiles_listing_copy",
    "admin:profiles_listing_export",
    "admin:profiles_moderationevent_export",
    "admin:profiles_photo_remove",
    "admin:profiles_user_add",
    "admin:profiles_user_change",
    "admin:profiles_user_delete",
    "letters:my-data",
}
#: Steps of one URL that need it.
RECENT_STEPS = {"admin:profiles_listing_step": {"withdraw"}}
#: Where staff without a second step may still go in the desk.
OPEN_AT_THE_DESK = {"admin:login", "admin:logout", "admin:jsi18n"}


class StaffSafeguards:
    """Sends staff without a second step to set one up, and whoever signed in long ago to sign in once more."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.is_authenticated:
            return None
        if lacks_second_step(request, name):
            words = _("The desk is open to staff with two-step log-in. Set it up here first.")
            messages.warning(request, words)
            return HttpResponseRedirect(reverse("mfa_index"))
        if needs_recent_sign_in(name, kwargs) and not signed_in_recently(request):
            query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
        return None


def lacks_second_step(request: HttpRequest, name: str) -> bool:
    """Whether the desk stays shut to this account until it has a second step (setting STAFF_SECOND_STEP)."""
    at_the_desk = name.startswith("admin:") and name not in OPEN_AT_THE_DESK
    return (
        settings.STAFF_SECOND_STEP
        and at_the_desk
        and request.user.is_staff
        and not is_mfa_enabled(request.user)
    )


def needs_recent_sign_in(name: str, kwargs: dict[str, Any]) -> bool:
    return name in RECENT_ONLY or kwargs.get("name") in RECENT_STEPS.get(name, ())


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether password or second step were shown within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    newest = max([request.session.get(SIGNED_IN, 0), *moments])
    return 0 <= time.time() - newest + 1 < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def note_sign_in(*, request: HttpRequest, **kwargs: Any) -> None:
    """Receiver of `user_logged_in`: the desk's own sign-in counts like the one of the site."""
    request.session[SIGNED_IN] = int(time.time())
