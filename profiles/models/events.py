"""The append-only log of decisions, the words beside it, and reports from the public."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.fields import EncryptedTextField
from profiles.models.listings import Listing
from profiles.states import EventKind, Reason, ReportReason


class ModerationEvent(models.Model):
    """Who did what to which record, when and why. Never changed, never deleted.

    It keeps ids and labels rather than keys, so that the history outlives its subject, and names of fields rather
    than their contents: old and new words stand in EventWords, which erasure may delete.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(_("account number"), null=True)
    actor_label = models.CharField(_("who"), max_length=80, blank=True)
    kind = models.CharField(_("what"), max_length=14, choices=EventKind.choices)
    subject_type = models.CharField(_("kind of record"), max_length=30)
    subject_id = models.BigIntegerField(_("record number"))
    subject_label = models.CharField(_("code or slug"), max_length=20, blank=True)
    listing_slug = models.CharField(_("listing"), max_length=8, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    fields = models.JSONField(_("fields that changed"), default=list, blank=True)

    PERSONAL = ("actor_label",)
    NOT_PERSONAL = (
        "id", "at", "actor_id", "kind", "subject_type", "subject_id", "subject_label", "listing_slug", "reason",
        "fields",
    )  # fmt: skip

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="event_by_subject"),
            models.Index(fields=["listing_slug"], name="event_by_listing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_type} {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An event is never deleted.")


class EventWords(models.Model):
    """The words before and after an event, and the note that went with it. Erasure deletes these rows."""

    event = models.OneToOneField(
        ModerationEvent, models.CASCADE, primary_key=True, related_name="words", verbose_name=_("event")
    )
    before = EncryptedTextField(_("before (JSON)"), blank=True)
    after = EncryptedTextField(_("after (JSON)"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)

    PERSONAL = ("before", "after", "note")
    NOT_PERSONAL = ("event",)

    class Meta:
        verbose_name = _("words of an event")
        verbose_name_plural = _("words of events")

    def __str__(self) -> str:
        return f"words of event {self.pk}"


class Report(models.Model):
    """Somebody from the public says that something about a listing is wrong."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="reports", verbose_name=_("listing"))
    reason = models.CharField(_("reason"), max_length=13, choices=ReportReason.choices)
    text = EncryptedTextField(_("what they wrote"), blank=True)
    contact = EncryptedTextField(_("how to reach them"), blank=True)
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now)
    address_hash = models.CharField(
        _("keyed hash of the sender's network address"), max_length=64, blank=True
    )
    hid_listing = models.BooleanField(_("hid the listing"), default=False)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    outcome = models.CharField(_("what was done"), max_length=200, blank=True)

    PERSONAL = ("text", "contact", "address_hash")
    NOT_PERSONAL = (
        "id", "listing", "reason", "reported_at", "hid_listing", "handled_at", "handled_by", "outcome",
    )  # fmt: skip

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("reported_at", "pk")
        indexes: ClassVar = [models.Index(fields=["handled_at", "reported_at"], name="report_queue")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.listing.slug})"
