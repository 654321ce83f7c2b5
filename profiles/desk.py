"""The desk: Django's admin with a start page of queues and our own sign-in.

It stands outside the package `profiles.admin`, whose modules register with the site while they are imported.
"""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

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

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The start page: what waits, then everything else."""
        return super().index(request, {"queues": queues(cast(User, request.user)), **(extra_context or {})})
