"""Accounts: staff and writers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from profiles.admin.shared import NeverDeleted
from profiles.models import User

#: Only a superuser hands these out: with them somebody could raise themselves.
POWERS = ("is_superuser", "user_permissions")


class NewUserForm(BaseUserCreationForm):
    """A new account by e-mail address; the password is told to its owner, who changes it."""

    class Meta:
        model = User
        fields = ("email", "pen_name")


class ChangeUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}  # noqa: RUF012


@admin.register(User)
class PersonAdmin(NeverDeleted, UserAdmin):
    """Accounts by e-mail address. Somebody who is no superuser can neither change one nor make one."""

    add_form = NewUserForm
    form = ChangeUserForm
    list_display = ("email", "pen_name", "is_staff", "is_active", "roles", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "pen_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "pen_name", "is_woman", "is_adult")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups", *POWERS)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "pen_name", "password1", "password2")}),
    )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """With the password of a writer somebody could read letters, so people set a new one by e-mail instead."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles as boxes to tick: Django's two lists need a script, and a mouse."""
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.is_superuser or not obj.is_superuser)
