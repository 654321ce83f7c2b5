"""Mail from the women on the desk: each piece is logged in a few seconds, and what it asks for is one click away."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from letters import incoming
from letters.models import IncomingMail
from letters.states import IncomingKind
from profiles.admin.files import check_scan, media_type, private_file
from profiles.admin.forms import StaffFacilityField
from profiles.admin.shared import PLAIN_DAYS, NeverDeleted, OwnLog, WorkFilter, say, staff, tag
from profiles.errors import ActionRefused
from profiles.finding_records import typing_in
from profiles.models import Scan
from profiles.states import ListingState


class WorkOnMail(WorkFilter):
    title = gettext_lazy("work")
    parameter_name = "work"
    choices_by_key = (
        ("open", gettext_lazy("To act on"), lambda rows: rows & IncomingMail.objects.to_act_on()),
        ("withdrawals", gettext_lazy("Withdrawals"), lambda rows: rows & IncomingMail.objects.withdrawals()),
        (
            "forward",
            gettext_lazy("Answers to send on"),
            lambda rows: rows & IncomingMail.objects.to_forward(),
        ),
        ("all", gettext_lazy("All"), lambda rows: rows),
    )


class IncomingForm(forms.ModelForm):
    """One piece of mail: the code or the slug says whose it is, else her number does."""

    facility = StaffFacilityField(required=False)
    paper = forms.FileField(label=gettext_lazy("Scan"), required=False)

    class Meta:
        model = IncomingMail
        fields = (
            "kind",
            "code",
            "received_on",
            "sender",
            "id_number",
            "facility",
            "language",
            "large_print",
            "paper",
            "done",
        )
        widgets = {  # noqa: RUF012
            "kind": forms.Select(attrs={"autofocus": True}),
            "code": forms.TextInput(attrs={"autocomplete": "off"}),
            "sender": forms.TextInput(attrs={"class": "vTextField"}),
            "id_number": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:  # missing for somebody who may only look
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
    """The log. Kind and code are enough for most pieces; Enter, or a scanner, saves and opens the next one."""

    form = IncomingForm
    formfield_overrides = PLAIN_DAYS
    fields = IncomingForm.Meta.fields
    list_display = ("received_on", "kind", "about", "sender", "act", "scanned", "done", "logged_by")
    list_filter = (WorkOnMail, "kind")
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
        if mail.done:
            return "—"
        if mail.kind == IncomingKind.REPLY:
            return _forwarding(mail)
        open_one = mail.listing is None or mail.listing.state != ListingState.WITHDRAWN
        if mail.kind != IncomingKind.WITHDRAWAL or not open_one:
            return "—"
        url = reverse("admin:letters_incomingmail_withdraw", args=[mail.pk])
        return format_html('<a href="{}">{}</a>', url, tag(str(_("Take her listing down")), "red"))

    @admin.display(description=gettext_lazy("scan"))
    def scanned(self, mail: IncomingMail) -> SafeString | str:
        if mail.scan_id is None:
            return "—"
        url = reverse("admin:letters_incomingmail_scan", args=[mail.pk])
        return format_html('<a href="{}">{}</a>', url, _("See the scan"))

    def get_fields(self, request: HttpRequest, obj: IncomingMail | None = None) -> tuple[str, ...]:
        return self.fields if obj is None else (*self.fields, "about", "scanned", "act")

    def get_readonly_fields(self, request: HttpRequest, obj: IncomingMail | None = None) -> tuple[str, ...]:
        return () if obj is None else ("about", "scanned", "act")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/withdraw/", view(self.withdraw_view), name="letters_incomingmail_withdraw"),
            path("<int:pk>/forward/", view(self.forward_view), name="letters_incomingmail_forward"),
            path("<int:pk>/scan/", view(self.scan_view), name="letters_incomingmail_scan"),
            *super().get_urls(),
        ]

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

    def forward_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where an answer goes on to, and that it went."""
        mail = get_object_or_404(
            IncomingMail.objects.select_related("letter"), pk=pk, kind=IncomingKind.REPLY
        )
        if not self.has_change_permission(request, mail):
            raise PermissionDenied
        if request.method == "POST":
            try:
                incoming.forward(mail=mail, by=staff(request))
                messages.success(request, _("Noted as sent on today. The writer is told."))
            except ActionRefused as refused:
                say(request, refused)
            return HttpResponseRedirect(reverse("admin:letters_incomingmail_changelist"))
        lines = mail.letter.return_lines.splitlines() if mail.letter else []
        page = {"title": _("Send an answer on"), "mail": mail, "lines": lines}
        context = self.admin_site.each_context(request) | page
        return render(request, "admin/letters/incomingmail/forward.html", context)

    def scan_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        mail = get_object_or_404(IncomingMail.objects.select_related("scan"), pk=pk)
        if mail.scan is None:
            raise Http404
        return private_file(mail.scan.file, f"mail-{pk}")

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
            if request.user.has_perm("profiles.withdraw_listing"):
                return HttpResponseRedirect(reverse("admin:letters_incomingmail_withdraw", args=[obj.pk]))
            messages.warning(
                request,
                _("Her page is off the site. A senior moderator still has to carry out the withdrawal."),
            )
            return HttpResponseRedirect(reverse("admin:letters_incomingmail_add"))
        form = typing_in(obj.code, staff(request)) if obj.kind == IncomingKind.FORM else ""
        if form and obj.submission is None and obj.listing is None:
            return HttpResponseRedirect(form)
        messages.success(request, _("Logged: %(mail)s.") % {"mail": obj})
        return HttpResponseRedirect(reverse("admin:letters_incomingmail_add"))


def _forwarding(mail: IncomingMail) -> SafeString | str:
    """The way to sending an answer on, or when it went."""
    if mail.forwarded_on:
        return _("Sent on %(day)s") % {"day": date_format(mail.forwarded_on, "SHORT_DATE_FORMAT")}
    url = reverse("admin:letters_incomingmail_forward", args=[mail.pk])
    return format_html('<a href="{}">{}</a>', url, tag(str(_("Send it on")), "amber"))
