"""What several parts of the desk share."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from profiles.errors import ActionRefused
from profiles.models import User
from profiles.queues import age, days_since

View = TypeVar("View", bound=Callable[..., Any])


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


#: For `formfield_overrides`: Django's date field needs a script and speaks of the server's time of day.
PLAIN_DAYS: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.DateField: {"widget": DayInput}
}


class ReadOnly:
    """Mixin for a ModelAdmin whose rows are looked at, never typed into."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NeverDeleted:
    """Mixin for a ModelAdmin whose rows are decided on rather than deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OwnLog(admin.ModelAdmin):
    """A ModelAdmin whose changes stand in the log of decisions: Django's own log would keep her name."""

    def review_url(self, obj: Any) -> str:
        """Where the form's row is decided on; empty where there is no such page."""
        return ""

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Without the button to Django's own log, which is empty, and with the way to the review page."""
        context |= {"own_log": True, "review_url": self.review_url(obj) if obj else ""}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> list[Any]:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None


class WorkFilter(SimpleListFilter):
    """A filter that shows one choice until another is asked for; the last choice, "all", filters nothing.

    Subclasses name `choices_by_key`: key, label, and what narrows the queryset. The first one is the default.
    """

    choices_by_key: tuple[tuple[str, Any, Callable[[models.QuerySet[Any]], models.QuerySet[Any]]], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, label, _narrow in self.choices_by_key]

    def value(self) -> str:
        asked = super().value()
        keys = [key for key, _label, _narrow in self.choices_by_key]
        return asked if asked in keys else keys[0]

    def choices(self, changelist: Any) -> Any:
        for key, label in self.lookup_choices:
            yield {
                "selected": self.value() == key,
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        narrow = {key: narrow for key, _label, narrow in self.choices_by_key}
        return narrow[self.value()](queryset)


def tag(words: str, tone: str) -> SafeString:
    """A short word on a tinted ground; `tone` is red, amber, sage or blue."""
    return format_html('<span class="tag tone-{}">{}</span>', tone, words)


def waiting_since(moment: Any, late_after: int) -> SafeString:
    """How long something has waited, with a mark where that is too long."""
    days = days_since(moment)
    if days <= late_after:
        return format_html('<span class="num">{}</span>', age(days))
    return format_html('<span class="num">{}</span> {}', age(days), tag(_("late"), "red"))


def told(view: View) -> View:
    """Turn a refusal into a message on the page that `view` falls back to: its method `refused`."""

    @wraps(view)
    def wrapper(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(self, request, *args, **kwargs)
        except ActionRefused as refused:
            say(request, refused)
            return self.refused(request, *args)

    return wrapper  # type: ignore[return-value]


def say(request: HttpRequest, refused: ActionRefused) -> None:
    """Each sentence of a refusal as a message."""
    for sentence in refused.messages:
        messages.error(request, sentence)


def staff(request: HttpRequest) -> User:
    """Who is signed in, as actions take them. The admin lets nobody else in."""
    return cast(User, request.user)
