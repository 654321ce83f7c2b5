"""Bringing in the federal list of facilities on the desk: the file, every difference, then the storing."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.admin.shared import ReadOnly, say, staff
from profiles.errors import ActionRefused
from profiles.importing_facilities import BadFile, Difference, Plan
from profiles.importing_facilities.running import MAX_BYTES, begin, counts_of, forget, plan_of, upload
from profiles.models import Facility, FacilityImport

SHOWN = 100  # rows of each kind on the page
NEEDED = ("profiles.add_facility", "profiles.change_facility")
LABELS: dict[str, Promise] = {
    "bad": gettext_lazy("Rows left out"),
    "changed": gettext_lazy("Changed, as the list changed"),
    "filled": gettext_lazy("Filled in, where we had nothing"),
    "kept": gettext_lazy("Kept, because staff changed it"),
    "differs": gettext_lazy("Differs from what we know; nothing is changed"),
    "gone": gettext_lazy("No longer in the list; nothing is changed"),
    "new": gettext_lazy("New, hidden until staff say that they hold women"),
    "known": gettext_lazy("Known already"),
    "unchanged": gettext_lazy("From an earlier list, unchanged"),
}


class FacilityFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("CSV file in the layout of HIFLD Prison Boundaries"),
        help_text=gettext_lazy("At most 20 MB. Nothing is stored before you have seen what would change."),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MAX_BYTES:
            raise ValidationError(
                _("This file is larger than 20 MB. The whole federal list has less than 4 MB.")
            )
        return self.cleaned_data["file"]


@dataclass(frozen=True)
class Row:
    """One line of the difference: the place with its page on the desk, and what is the matter, in words."""

    place: str
    url: str
    field: str
    ours: str
    theirs: str
    line: int | None = None


@dataclass(frozen=True)
class Kind:
    """Rows of one kind; `more` of them are not shown."""

    key: str
    label: Promise
    rows: list[Row]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@admin.register(FacilityImport)
class FacilityImportAdmin(ReadOnly, admin.ModelAdmin):
    """Imports of facilities, each with the page on which it is looked over, begun and watched."""

    list_display = ("__str__", "rows", "by", "started_at", "finished_at")
    list_select_related = ("by",)
    change_list_template = "admin/profiles/facilityimport/list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perms(NEEDED)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.upload_view)
        return [path("new/", view, name="profiles_facilityimport_new"), *super().get_urls()]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file in and go on to its page."""
        self._allowed(request)
        form = FacilityFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = upload(file.read(), name=file.name, by=staff(request))
            except BadFile as error:
                form.add_error("file", str(error))
            else:
                return _to(run)
        page = self.admin_site.each_context(request) | {"title": _("Bring in facilities"), "form": form}
        status = 422 if form.errors else 200
        return render(request, "admin/profiles/facilityimport/upload.html", page, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What storing would change; the button that begins; how far it is."""
        self._allowed(request)
        run = get_object_or_404(FacilityImport.objects.select_related("by"), pk=object_id)
        if request.method == "POST":
            return self._posted(request, run)
        page: dict[str, Any] = {"title": str(run), "run": run, "sums": _sums(run.counts)}
        if run.file and not run.running_since:
            made = plan_of(run)
            page |= {"kinds": kinds_of(made), "sums": _sums(counts_of(made)), "ready": made.changes}
        context = self.admin_site.each_context(request) | page
        response = render(request, "admin/profiles/facilityimport/run.html", context)
        if run.running_since:
            response["Refresh"] = "2"
        return response

    def _posted(self, request: HttpRequest, run: FacilityImport) -> HttpResponse:
        if "forget" in request.POST and not run.running_since:
            forget(run)
            messages.success(request, _("The file is deleted. What was stored stays."))
        elif "store" in request.POST:
            try:
                begin(run)
            except ActionRefused as refused:
                say(request, refused)
        return _to(run)

    def _allowed(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def kinds_of(made: Plan) -> list[Kind]:
    """A plan for the page: what needs a look first; kinds without a row are left out."""
    rows = {
        "bad": [Row("", "", one.field, "", one.message, one.line) for one in made.bad],
        "changed": [_changed(*one) for one in made.changed],
        "filled": [_changed(*one) for one in made.filled],
        "kept": [_differing(one) for one in made.kept],
        "differs": [_differing(one) for one in made.differences],
        "gone": [Row(one.name, _url(one), "", "", "") for one in made.gone],
        "new": [Row(one.name, "", "", "", f"{one.city}, {one.state} {one.zip}") for one in made.new],
    }
    return [Kind(key, LABELS[key], found[:SHOWN], len(found)) for key, found in rows.items() if found]


def _changed(facility: Facility, name: str, old: Any, new: Any) -> Row:
    return Row(facility.name, _url(facility), _label(name), str(old or "—"), str(new or "—"))


def _differing(one: Difference) -> Row:
    return Row(one.facility.name, _url(one.facility), _label(one.field), one.ours, one.theirs, one.line)


def _label(name: str) -> str:
    return str(getattr(Facility._meta.get_field(name), "verbose_name", name))


def _url(facility: Facility) -> str:
    return reverse("admin:profiles_facility_change", args=[facility.pk])


def _sums(counts: dict[str, int]) -> list[tuple[Promise, int]]:
    return [(label, counts[key]) for key, label in LABELS.items() if counts.get(key)]


def _to(run: FacilityImport) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:profiles_facilityimport_change", args=[run.pk]))
