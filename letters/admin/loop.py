"""Letters to the women on the desk: what we owe them is printed in batches."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from letters import batches
from letters.models import LetterBatch
from letters.owed import Outline, Owed, load, outlines
from letters.printing import PrintError
from letters.views.pdf import pdf_response
from profiles.admin.files import private_file
from profiles.admin.shared import ReadOnly, say, staff
from profiles.errors import ActionRefused

SHOWN = 300  # letters on the page of what is owed


@admin.register(LetterBatch)
class LetterBatchAdmin(ReadOnly, admin.ModelAdmin):
    """Batches, each with its cover list; and the page of what is owed."""

    list_display = ("code", "made_at", "made_by")
    list_select_related = ("made_by",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("owed/", view(self.owed_view), name="letters_owed"),
            path("<int:pk>/<slug:part>.pdf", view(self.file_view), name="letters_letterbatch_file"),
            *super().get_urls(),
        ]

    def owed_view(self, request: HttpRequest) -> HttpResponse:
        """What we owe; the chosen ones are printed and recorded."""
        if not request.user.has_perm("letters.add_letterbatch"):
            raise PermissionDenied
        found = outlines()
        if request.method == "POST":
            return self._print(request, _chosen(found, request))
        page = {
            "title": _("Letters we owe"),
            "owed": load(found[:SHOWN]),
            "count": len(found),
            "most": batches.MOST_LETTERS,
        }
        return render(
            request, "admin/letters/letterbatch/owed.html", self.admin_site.each_context(request) | page
        )

    def _print(self, request: HttpRequest, letters: list[Owed]) -> HttpResponse:
        prepared = batches.prepare(letters)
        for one, words in prepared.left_out:
            messages.warning(request, f"{one.person.display_name}: {words}")
        try:
            batch = batches.print_batch(prepared=prepared, by=staff(request))
        except ActionRefused as refused:
            say(request, refused)
            return HttpResponseRedirect(reverse("admin:letters_owed"))
        return HttpResponseRedirect(reverse("admin:letters_letterbatch_change", args=[batch.pk]))

    def _cover(self, request: HttpRequest, batch: LetterBatch) -> HttpResponse:
        try:
            return pdf_response(batches.cover_list(batch).pdf, f"cover-{batch.code}.pdf")
        except PrintError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:letters_letterbatch_change", args=[batch.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The cover list, to tick off while the envelopes are filled."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = get_object_or_404(LetterBatch.objects.select_related("made_by"), pk=object_id)
        page = {
            "title": _("Batch %(code)s") % {"code": batch.code},
            "batch": batch,
            "printed": batch.printed.all(),
        }
        return render(
            request, "admin/letters/letterbatch/cover.html", self.admin_site.each_context(request) | page
        )

    def file_view(self, request: HttpRequest, pk: int, part: str) -> HttpResponseBase:
        """The PDF as it was printed: printing it again records nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = get_object_or_404(LetterBatch, pk=pk)
        if part == "cover":
            return self._cover(request, batch)
        files = {"letters": batch.letters_file, "envelopes": batch.envelopes_file}
        return private_file(files.get(part, batch.letters_file), f"{part}-{batch.code}")


def _chosen(found: list[Outline], request: HttpRequest) -> list[Owed]:
    """The letters that were ticked, each in the size that was."""
    keys, large = set(request.POST.getlist("key")), set(request.POST.getlist("large"))
    chosen = [one for one in found if one.key in keys][: batches.MOST_LETTERS]
    return [replace(one, large=one.key in large) for one in load(chosen)]
