"""Importing a CSV file on the desk: choose the file, name its columns, look at each row, then put them in the queue."""

import csv
from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.actions.events import record_event
from profiles.admin.shared import ReadOnly, staff
from profiles.errors import WrongState
from profiles.importing import (
    HEADERS,
    BadFile,
    Judged,
    Outcome,
    Table,
    export_rows,
    remember_columns,
    remembered_columns,
)
from profiles.importing.files import MAX_BYTES
from profiles.importing.judging import missing_columns
from profiles.importing.running import begin, forget, is_running, judged_of, table_of, upload
from profiles.models import ImportRun, Listing
from profiles.states import EventKind, ListingState

SHOWN = 200  # rows of the report on the page, mistakes first
TONES = {Outcome.NEW: "sage", Outcome.CHANGE: "blue", Outcome.BAD: "red"}


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Saved from a spreadsheet as CSV. Nothing is stored before you have seen every row."
        ),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MAX_BYTES:
            raise ValidationError(_("This file is larger than 50 MB. Please send it in parts."))
        return self.cleaned_data["file"]


class ColumnsForm(forms.Form):
    """Which field each column is."""

    day_first = forms.BooleanField(
        label=gettext_lazy("Dates begin with the day (31/12/1985)"), required=False
    )

    def __init__(self, data: Any, *, table: Table, run: ImportRun) -> None:
        super().__init__(data, initial={"day_first": run.day_first})
        self.table = table
        known = [("", _("leave out")), *((name, name) for name in HEADERS)]
        chosen = remembered_columns(table)
        for number, header in enumerate(table.headers):
            label = header or _("(without a name)")
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=label, choices=known, required=False, initial=chosen.get(header, "")
            )

    def columns(self) -> dict[str, str]:
        return {
            header: self.cleaned_data[f"column-{number}"] for number, header in enumerate(self.table.headers)
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        names = [name for name in self.columns().values() if name]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValidationError(
                _("Two columns have the same field: %(names)s") % {"names": ", ".join(twice)}
            )
        return cleaned


@admin.register(ImportRun)
class ImportAdmin(ReadOnly, admin.ModelAdmin):
    """Imports, each with the page on which it is looked over and begun."""

    list_display = ("__str__", "rows", "by", "started_at", "finished_at")
    list_select_related = ("by",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("profiles.add_importrun")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("new/", view(self.upload_view), name="profiles_importrun_new"),
            path("export/", view(self.export_view), name="profiles_listing_export"),
            *super().get_urls(),
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file in and go on to its page."""
        self._allowed(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = upload(file.read(), name=file.name, by=staff(request))
            except BadFile as error:
                form.add_error("file", str(error))
            else:
                return _to(run)
        page = {"title": _("Import listings"), "form": form, "headers": HEADERS}
        context = self.admin_site.each_context(request) | page
        status = 422 if form.errors else 200
        return render(request, "admin/profiles/importrun/upload.html", context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The report, row by row; columns to put right; and the button that begins.

        Rows are judged while that decides something: not while a job is at it, and after it only on request.
        """
        self._allowed(request)
        run = get_object_or_404(ImportRun.objects.select_related("by"), pk=object_id)
        if not run.file:
            return self._shown(request, run, {"gone": True} | _kept_report(run))
        settled = run.finished_at and run.summary and "check" not in request.GET
        if request.method == "GET" and (is_running(run) or settled):
            return self._shown(request, run, {"settled": settled} | _kept_report(run))
        table = table_of(run)
        form = ColumnsForm(request.POST if "columns" in request.POST else None, table=table, run=run)
        if request.method == "POST":
            return self._posted(request, run, table, form)
        return self._shown(request, run, self._report(run, table) | {"form": form})

    def _posted(self, request: HttpRequest, run: ImportRun, table: Table, form: ColumnsForm) -> HttpResponse:
        if "columns" in request.POST:
            if not form.is_valid():
                return self._shown(request, run, self._report(run, table) | {"form": form}, status=422)
            remember_columns(table, form.columns())
            ImportRun.objects.filter(pk=run.pk).update(day_first=form.cleaned_data["day_first"])
        elif "forget" in request.POST:
            forget(run)
            messages.success(request, _("The file is deleted. What was imported stays."))
        elif not missing_columns(remembered_columns(table)):
            try:
                begin(run)
            except WrongState:
                messages.info(request, _("This import is running."))
        return _to(run)

    def _report(self, run: ImportRun, table: Table) -> dict[str, Any]:
        missing = missing_columns(remembered_columns(table))
        judged = [] if missing else judged_of(run, table)
        return {
            "missing": missing,
            "counts": _counted(Counter(one.outcome for one in judged)),
            "rows": [_shown_row(one) for one in sorted(judged, key=_mistakes_first)[:SHOWN]],
            "more": max(0, len(judged) - SHOWN),
            "ready": sum(one.makes for one in judged),
            "encoding": table.encoding,
        }

    def _shown(
        self, request: HttpRequest, run: ImportRun, page: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        page |= {
            "title": str(run),
            "run": run,
            "in_count": run.imported.count(),
            "running": is_running(run),
        }
        context = self.admin_site.each_context(request) | page
        response = render(request, "admin/profiles/importrun/run.html", context, status=status)
        if is_running(run):
            response["Refresh"] = "3"
        return response

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """All listings that are not withdrawn, as CSV. The record says who took them out."""
        if not request.user.has_perm("profiles.export_listing"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:profiles_listing_changelist"))
        by = staff(request)
        record_event(subject=by, kind=EventKind.EXPORTED, by=by)
        rows = Listing.objects.exclude(state=ListingState.WITHDRAWN).select_related("system", "facility")
        lines = export_rows(rows.order_by("pk").iterator(chunk_size=500))
        response = StreamingHttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="listings.csv"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _allowed(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(rows: Any) -> Any:
    """Lines of CSV in UTF-8 with the mark by which spreadsheets know it."""
    writer = csv.writer(cast(Any, _Echo()))
    yield "\ufeff"
    for row in rows:
        yield writer.writerow(row)


def _counted(found: Mapping[Any, int]) -> list[tuple[Any, str, int]]:
    """Each outcome that occurs: its words, its tone and how often."""
    return [(kind.label, TONES.get(kind, "amber"), found[kind]) for kind in Outcome if found.get(kind)]


def _kept_report(run: ImportRun) -> dict[str, Any]:
    return {"counts": _counted(run.summary)}


def _to(run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:profiles_importrun_change", args=[run.pk]))


def _mistakes_first(one: Judged) -> tuple[bool, int]:
    return one.outcome != Outcome.BAD, one.line


def _shown_row(one: Judged) -> dict[str, Any]:
    return {
        "line": one.line,
        "who": one.who,
        "label": one.outcome.label,
        "tone": TONES.get(one.outcome, "amber"),
        "words": [*one.problems, *one.hints, *one.fields],
    }
