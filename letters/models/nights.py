"""A letter night: letters and envelopes for many women, made by the job worker."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.querysets import NightQuerySet
from letters.states import NightLetterState, NightState
from profiles.codes import random_code
from profiles.fields import EncryptedTextField
from profiles.models import Listing, User
from profiles.models.photos import private_storage


class Night(models.Model):
    """One print run. Only whoever started it sees it; its files are deleted after a week."""

    code = models.CharField(_("code"), max_length=7, unique=True, default=random_code, editable=False)
    writer = models.ForeignKey(User, models.CASCADE, related_name="nights", verbose_name=_("coordinator"))
    state = models.CharField(_("state"), max_length=9, choices=NightState.choices, default=NightState.QUEUED)
    draft = EncryptedTextField(_("letter and choices (JSON)"))
    ruled_pages = models.PositiveSmallIntegerField(
        _("ruled pages for each"), null=True, blank=True, help_text=_("Empty for a typed letter.")
    )
    for_organisation = models.BooleanField(_("mail of an organization"), default=False)
    total = models.PositiveSmallIntegerField(_("women chosen"), default=0)
    done = models.PositiveSmallIntegerField(_("women done"), default=0)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    touched_at = models.DateTimeField(_("last sign of work"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    letters_pdf = models.FileField(_("letters"), storage=private_storage, blank=True)
    envelopes_pdf = models.FileField(_("envelopes"), storage=private_storage, blank=True)

    objects = NightQuerySet.as_manager()

    PERSONAL = ("writer", "draft", "letters_pdf", "envelopes_pdf", "created_at", "touched_at", "finished_at")
    NOT_PERSONAL = ("id", "code", "state", "ruled_pages", "for_organisation", "total", "done")

    class Meta:
        verbose_name = _("letter night")
        verbose_name_plural = _("letter nights")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("letters:night-run", args=[self.code])


class NightLetter(models.Model):
    """One woman of a letter night, in the order in which letters and envelopes print.

    What was printed is copied here; `reason` says in words why nothing was.
    """

    night = models.ForeignKey(Night, models.CASCADE, related_name="items", verbose_name=_("letter night"))
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, related_name="+", verbose_name=_("listing")
    )
    position = models.PositiveSmallIntegerField(_("number"))
    display_name = models.CharField(_("her name on the page"), max_length=60)
    code = models.CharField(_("code"), max_length=7, default=random_code, editable=False)
    state = models.CharField(
        _("state"), max_length=7, choices=NightLetterState.choices, default=NightLetterState.WAITING
    )
    reason = models.TextField(_("why it was left out"), blank=True)
    committed_name = EncryptedTextField(_("committed name as printed"), blank=True)
    id_number = EncryptedTextField(_("ID number as printed"), blank=True)
    address_lines = EncryptedTextField(_("address as printed"), blank=True)
    facility_name = models.CharField(_("facility"), max_length=200, blank=True)
    findings = models.JSONField(_("findings when printed"), default=list, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    ounces = models.DecimalField(_("ounces"), max_digits=5, decimal_places=2, null=True, blank=True)

    PERSONAL = (
        "listing", "display_name", "committed_name", "id_number", "address_lines", "facility_name",
    )  # fmt: skip
    NOT_PERSONAL = ("id", "night", "position", "code", "state", "reason", "findings", "pages", "ounces")

    class Meta:
        verbose_name = _("letter of a letter night")
        verbose_name_plural = _("letters of letter nights")
        ordering = ("position",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["night", "position"], name="night_letter_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.night_id}/{self.position}"
