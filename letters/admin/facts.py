"""Rules and routes on the desk: looked at before they are stored, and every change kept in the history."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from letters import facts, upkeep
from letters.admin import pages
from letters.admin.forms import ROUTE_FIELDS, RULE_FIELDS, MailingRuleForm, RouteForm
from letters.mailing_rules import RULE_TYPES
from letters.models import FactChange, MailingRule, Route, Sourced
from profiles.admin.shared import PLAIN_DAYS, ReadOnly, WorkFilter, staff


class FactAdmin(admin.ModelAdmin):
    """A sourced fact of a place. Saving and deleting go through `letters.facts`."""

    change_form_template = "admin/letters/fact_form.html"
    formfield_overrides = PLAIN_DAYS
    list_select_related = ("system", "facility")
    actions = ("confirm",)

    @admin.action(description=gettext_lazy("Checked today, unchanged"), permissions=["change"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        count = facts.confirm(facts=chosen, by=staff(request))
        self.message_user(
            request,
            ngettext("%(count)d fact is checked today.", "%(count)d facts are checked today.", count)
            % {"count": count},
            messages.SUCCESS,
        )

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        facts.save(fact=obj, by=staff(request), note=form.cleaned_data.get("why", ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        facts.remove(fact=obj, by=staff(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for fact in queryset:
            facts.remove(fact=fact, by=staff(request))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One click on "checked today, unchanged" needs nothing else of the form."""
        if request.method == "POST" and "_checked" in request.POST and object_id:
            fact = self.get_object(request, object_id)
            if fact is not None and self.has_change_permission(request, fact):
                facts.confirm(facts=[fact], by=staff(request))
                self.message_user(request, _("Noted: checked today, unchanged."), messages.SUCCESS)
                return HttpResponseRedirect(request.path)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of facts instead of Django's own log."""
        url = reverse("admin:letters_factchange_changelist")
        kind = self.model._meta.model_name
        return HttpResponseRedirect(f"{url}?subject_type__exact={kind}&subject_id__exact={object_id}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form = context["adminform"].form
        if "_preview" in request.POST and not form.errors:
            context["preview"] = self.preview(form.instance)
        return super().render_change_form(request, context, *args, **kwargs)

    def preview(self, fact: Any) -> Any:
        """What the edited fact would say and touch, for the template."""
        raise NotImplementedError


class PlaceFilter(WorkFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"
    choices_by_key = (
        ("all", gettext_lazy("All"), lambda rows: rows),
        ("unchecked", gettext_lazy("Never checked"), lambda rows: rows.filter(checked_on=None)),
        ("facility", gettext_lazy("Of one facility"), lambda rows: rows.exclude(facility=None)),
    )


@admin.register(MailingRule)
class MailingRuleAdmin(FactAdmin):
    form = MailingRuleForm
    change_list_template = "admin/letters/rule_list.html"
    list_display = ("type", "place", "words", "is_active", "confidence", "seen", "checked_on")
    list_filter = (PlaceFilter, "is_active", "confidence", "type")
    search_fields = ("type", "note", "system__name", "facility__name", "key")
    readonly_fields = ("key",)
    fields = (*RULE_FIELDS, "why", "key")
    list_per_page = 50

    @admin.display(description=gettext_lazy("what it says"))
    def words(self, rule: MailingRule) -> str:
        return rule.in_words()

    def preview(self, fact: MailingRule) -> upkeep.Preview:
        return upkeep.preview(fact)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        context["shapes"] = [
            (name, kind.label, " ".join((type(kind).__doc__ or "").split()))
            for name, kind in RULE_TYPES.items()
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The pages of upkeep come before the catch-all patterns of the admin."""
        view = self.admin_site.admin_view
        return [
            path("upkeep/", view(pages.upkeep_page), name="letters_upkeep"),
            path("upkeep/<slug:slug>/", view(pages.confirm_place), name="letters_confirm_place"),
            path("import/", view(pages.import_page), name="letters_import_rules"),
            *super().get_urls(),
        ]


@admin.register(Route)
class RouteAdmin(FactAdmin):
    """A new address is a new route that begins on a day; correcting a slip changes the route itself."""

    form = RouteForm
    list_display = ("place", "use", "is_complete", "processing_centre", "valid_from", "valid_until", "confidence",
                    "seen", "checked_on")  # fmt: skip
    list_filter = (PlaceFilter, "use", "is_complete", "processing_centre", "confidence")
    search_fields = ("note", "system__name", "facility__name")

    def get_fields(self, request: HttpRequest, obj: Route | None = None) -> tuple[str, ...]:
        return (*ROUTE_FIELDS, "starts_on", "why") if obj else (*ROUTE_FIELDS, "why")

    def preview(self, fact: Route) -> dict[str, Any]:
        facilities = upkeep.touched_by(fact)
        return {
            "lines": fact.lines,
            "facilities": facilities,
            "waiting_letters": upkeep.waiting_at(facilities),
        }

    def save_model(self, request: HttpRequest, obj: Route, form: RouteForm, change: bool) -> None:  # type: ignore[override]
        waiting = upkeep.waiting_at(upkeep.touched_by(obj))
        if form.replaces:
            values = {name: getattr(obj, name) for name in ("is_complete", "processing_centre", "source_url", "seen",
                                                            "checked_on", "confidence", "note")}  # fmt: skip
            facts.replace_route(
                route=obj, by=staff(request), starts_on=form.cleaned_data["starts_on"], lines=obj.lines,
                why=form.cleaned_data["why"], **values,
            )  # fmt: skip
        else:
            super().save_model(request, obj, form, change)
        if waiting and form.has_changed():
            self.message_user(
                request,
                ngettext(
                    "%(count)d printed letter is not in the mail yet. If its address changed, its writer is told.",
                    "%(count)d printed letters are not in the mail yet. Writers whose address changed are told.",
                    waiting,
                )
                % {"count": waiting},
                messages.WARNING,
            )


@admin.register(FactChange)
class FactChangeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "actor_label", "kind", "place", "label", "told", "note")
    list_filter = ("kind", "subject_type", "at")
    search_fields = ("place", "label", "actor_label", "note")
    list_per_page = 50

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup in ("subject_id__exact", "subject_type__exact") or super().lookup_allowed(
            lookup, value, request
        )

    @admin.display(description=gettext_lazy("what changed"))
    def told(self, change: FactChange) -> str:
        return told_change(change)


def told_change(change: FactChange) -> str:
    """Each field from what to what, on one line."""
    names = dict.fromkeys([*change.before, *change.after])
    return "; ".join(
        f"{name}: {change.before.get(name, '—')} → {change.after.get(name, '—')}" for name in names
    )


def label_of(fact: Sourced) -> str:
    """A fact in a list: its type or use."""
    return fact.type if isinstance(fact, MailingRule) else str(fact)
