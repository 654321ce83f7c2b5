"""Mail with the women on the desk: what came in is logged in a few seconds; what we owe is printed in batches."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import batches, incoming
from letters.models import IncomingMail, LetterBatch
from letters.owed import Owed, owed
from letters.states import IncomingKind
from profiles.admin.files import check_scan, media_type, private_file
from profiles.admin.forms import StaffFacilityField
from profiles.admin.shared import PLAIN_DAYS, NeverDeleted, OwnLog, ReadOnly, say, staff, tag
from profiles.errors import ActionRefused
from profiles.finding_records import typing_in
from profiles.models import Scan
from profiles.states import ListingState


class IncomingForm(forms.ModelForm):
    """One piece of mail: the code says whose it is, else the name does."""

    facility = StaffFacilityField(required=False)
    paper = forms.FileField(label=gettext_lazy("Scan"), required=False)

    class Meta:
        model = IncomingMail
        fields = (
            "code",
            "kind",
            "received_on",
            "sender",
            "id_number",
            "facility",
            "listing",
            "language",
            "large_print",
            "paper",
            "done",
        )
        widgets = {  # noqa: RUF012
            "code": forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
            "sender": forms.TextInput(attrs={"class": "vTextField"}),
            "id_number": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].label = gettext_lazy("Her facility")
        self.fields["language"].required = False

    def clean_paper(self) -> Any:
        if self.cleaned_data["paper"]:
            check_scan(self.cleaned_data["paper"])
        return self.cleaned_data["paper"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        named = all(self.cleaned_data.get(name) for name in ("sender", "id_number", "facility"))
        if self.cleaned_data.get("kind") == IncomingKind.ASKS_FORM and not named:
            self.add_error("sender", _("To send her the form we need her name, her number and her facility."))
        return cleaned


@admin.register(IncomingMail)
class IncomingMailAdmin(NeverDeleted, OwnLog):
    """The log. Code and kind are enough for most pieces; Enter saves and opens the next one."""

    form = IncomingForm
    formfield_overrides = PLAIN_DAYS
    fields = IncomingForm.Meta.fields
    autocomplete_fields = ("listing",)
    list_display = ("received_on", "kind", "about", "sender", "act", "done", "logged_by")
    list_filter = ("kind",)
    list_select_related = ("listing", "submission", "logged_by")
    search_fields = ("code", "listing__slug", "listing__display_name")
    date_hierarchy = "received_on"
    list_per_page = 50

    @admin.display(description=gettext_lazy("about"))
    def about(self, mail: IncomingMail) -> SafeString | str:
        if mail.listing is not None:
            url = reverse("admin:profiles_listing_change", args=[mail.listing_id])
            return format_html('<a href="{}">{}</a>', url, mail.listing)
        if mail.submission is not None:
            url = reverse("admin:profiles_submission_review", args=[mail.submission_id])
            return format_html('<a href="{}">{}</a>', url, mail.submission)
        return mail.code or "—"

    @admin.display(description=gettext_lazy("to do"))
    def act(self, mail: IncomingMail) -> SafeString | str:
        open_one = mail.listing is not None and mail.listing.state != ListingState.WITHDRAWN
        if mail.kind != IncomingKind.WITHDRAWAL or not open_one:
            return "—"
        url = reverse("admin:letters_incomingmail_withdraw", args=[mail.pk])
        return format_html('<a href="{}">{}</a>', url, tag(str(_("Take her listing down")), "red"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", view, name="letters_incomingmail_withdraw"), *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One button: her listing goes down."""
        if not request.user.has_perm("profiles.withdraw_listing"):
            raise PermissionDenied
        mail = get_object_or_404(IncomingMail.objects.select_related("listing"), pk=pk)
        if request.method == "POST":
            try:
                incoming.withdraw(mail=mail, by=staff(request))
                messages.success(request, _("Her listing is down. Its confirmation waits to be printed."))
            except ActionRefused as refused:
                say(request, refused)
            return HttpResponseRedirect(reverse("admin:letters_incomingmail_changelist"))
        page = {"title": _("Take her listing down"), "mail": mail}
        context = self.admin_site.each_context(request) | page
        return render(request, "admin/letters/incomingmail/withdraw.html", context)

    def save_model(self, request: HttpRequest, obj: IncomingMail, form: ModelForm, change: bool) -> None:
        paper = form.cleaned_data.get("paper")
        if paper:
            scan = Scan(media_type=media_type(paper)[0], added_by=staff(request))
            scan.file.save(paper.name, paper, save=False)
            scan.save()
            obj.scan = scan
        incoming.log(mail=obj, by=staff(request))

    def response_add(
        self, request: HttpRequest, obj: IncomingMail, post_url_continue: str | None = None
    ) -> HttpResponse:
        """On to what the piece asks for, else to the next piece."""
        if obj.kind == IncomingKind.WITHDRAWAL and obj.listing is not None:
            return HttpResponseRedirect(reverse("admin:letters_incomingmail_withdraw", args=[obj.pk]))
        form = typing_in(obj.code, staff(request)) if obj.kind == IncomingKind.FORM else ""
        if form and obj.submission is None and obj.listing is None:
            return HttpResponseRedirect(form)
        messages.success(request, _("Logged: %(mail)s.") % {"mail": obj})
        return HttpResponseRedirect(reverse("admin:letters_incomingmail_add"))


def _chosen(found: list[Owed], request: HttpRequest) -> list[Owed]:
    """The letters that were ticked, each in the size that was."""
    keys, large = set(request.POST.getlist("key")), set(request.POST.getlist("large"))
    chosen = [replace(one, large=one.key in large) for one in found if one.key in keys]
    return chosen[: batches.MOST_LETTERS]


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
        found = owed()
        if request.method == "POST":
            return self._print(request, _chosen(found, request))
        page = {
            "title": _("Letters we owe"),
            "owed": found[:300],
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
        files = {"letters": batch.letters_file, "envelopes": batch.envelopes_file}
        return private_file(files.get(part, batch.letters_file), f"{part}-{batch.code}")
