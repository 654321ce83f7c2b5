"""The desk: Django's admin with a start page of queues and our own sign-in.

It stands outside the package `profiles.admin`, whose modules register with the site while they are imported.
"""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles.charts import weeks
from profiles.finding_records import address_of, typing_in
from profiles.models import User
from profiles.queues import queues


class SignInForm(AdminAuthenticationForm):
    """Signs staff in under the same limits against guessing as the sign-in page of the site."""

    def clean(self) -> dict[str, Any]:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password:
            self.user_cache = get_adapter(self.request).authenticate(
                self.request, email=email, password=password
            )
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data

    def confirm_login_allowed(self, user: Any) -> None:
        """A second step is not asked for here, so an account that has one must not get in without it."""
        super().confirm_login_allowed(user)
        if is_mfa_enabled(user):
            raise ValidationError(
                _("Your account asks for a second step. Sign in on the site, then come back to the desk.")
            )


class Desk(AdminSite):
    """The admin site of the project."""

    enable_nav_sidebar = False
    login_form = SignInForm
    index_title = _("Desk")

    @cached_property
    def site_header(self) -> str:  # type: ignore[override]
        return f"{settings.SITE_NAME} {_('desk')}"

    @cached_property
    def site_title(self) -> str:  # type: ignore[override]
        return str(settings.SITE_NAME)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Our own applications first."""
        first = ("profiles", "letters")
        return sorted(super().get_app_list(request, app_label), key=lambda app: app["app_label"] not in first)

    def get_urls(self) -> list[Any]:
        return [path("find/", self.admin_view(self.find), name="find"), *super().get_urls()]

    def find(self, request: HttpRequest) -> HttpResponse:
        """Open the record of a code; search names and numbers for anything else. A code that nothing bears yet is on a
        form that came back: it is typed in."""
        typed = request.GET.get("q", "").strip()
        user = cast(User, request.user)
        address = address_of(typed, user)
        if address:
            return HttpResponseRedirect(address)
        for name in ("submission", "listing"):
            if typed and self._knows(request, name, typed):
                query = urlencode({"q": typed, **({"standing": "all"} if name == "submission" else {})})
                return HttpResponseRedirect(f"{reverse(f'admin:profiles_{name}_changelist')}?{query}")
        form = typing_in(typed, user)
        if form:
            return HttpResponseRedirect(form)
        messages.warning(request, gettext("Nothing was found for “%(typed)s”.") % {"typed": typed})
        return HttpResponseRedirect(reverse("admin:index"))

    def _knows(self, request: HttpRequest, name: str, typed: str) -> bool:
        """Whether the search of a list that the asker may see finds something."""
        listed = self.get_model_admin(apps.get_model("profiles", name))
        if not listed.has_view_permission(request):
            return False
        rows, _may_repeat = listed.get_search_results(request, listed.get_queryset(request), typed)
        return rows.exists()

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The start page: what waits, then everything else."""
        shows_weeks = request.user.has_perm("profiles.view_submission")
        page = {"queues": queues(cast(User, request.user)), "weeks": weeks() if shows_weeks else []}
        return super().index(request, {**page, **(extra_context or {})})
