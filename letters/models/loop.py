"""Mail between the women and the organization itself: what came in, and what was printed for them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models.letters import Letter
from letters.querysets import IncomingQuerySet
from letters.states import IncomingKind, OwedKind
from profiles.codes import random_code
from profiles.fields import EncryptedTextField
from profiles.models import Facility, Listing, Submission
from profiles.models.photos import private_name, private_storage
from profiles.vocabulary import Language

#: Languages in which we write to the women.
PAPER_LANGUAGES = ((Language.ENGLISH, Language.ENGLISH.label), (Language.SPANISH, Language.SPANISH.label))


def batch_name(instance: models.Model, filename: str) -> str:
    """Where a printed batch is kept, so that it can be printed again just as it was."""
    return private_name("batches", filename)


class IncomingMail(models.Model):
    """One piece that came to the organization's address. What it is about is found by its code, or named by staff."""

    received_on = models.DateField(_("came on"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=10, choices=IncomingKind.choices)
    code = models.CharField(_("code on it"), max_length=12, blank=True)
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="incoming", verbose_name=_("listing")
    )
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="incoming", editable=False,
        verbose_name=_("submission"),
    )  # fmt: skip
    letter = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="incoming", editable=False,
        verbose_name=_("letter that it answers"),
    )  # fmt: skip
    sender = EncryptedTextField(_("committed name of the sender"), blank=True)
    id_number = EncryptedTextField(_("her ID number"), blank=True)
    facility = models.ForeignKey(
        Facility, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("her facility")
    )
    scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("scan"),
    )  # fmt: skip
    language = models.CharField(
        _("language of our answer"), max_length=2, choices=PAPER_LANGUAGES, default=Language.ENGLISH
    )
    large_print = models.BooleanField(_("she reads large print"), default=False)
    done = models.CharField(_("what was done"), max_length=200, blank=True)
    forwarded_on = models.DateField(_("sent on to the writer on"), null=True, blank=True, editable=False)
    logged_at = models.DateTimeField(_("logged at"), default=timezone.now, editable=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False,
        verbose_name=_("logged by"),
    )  # fmt: skip

    PERSONAL = (
        "sender",
        "id_number",
        "facility",
        "listing",
        "submission",
        "letter",
        "scan",
        "done",
        "received_on",
        "language",
        "large_print",
        "forwarded_on",
    )
    NOT_PERSONAL = ("id", "kind", "code", "logged_at", "logged_by")

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of mail")
        verbose_name_plural = _("incoming mail")
        ordering = ("-received_on", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.received_on})"


class LetterBatch(models.Model):
    """Letters to women that were printed together. The files are kept for a while, to be printed again as they were."""

    code = models.CharField(_("code"), max_length=7, unique=True, default=random_code, editable=False)
    made_at = models.DateTimeField(_("printed at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("printed by")
    )
    letters_file = models.FileField(
        _("letters"), storage=private_storage, upload_to=batch_name, max_length=200, blank=True
    )
    envelopes_file = models.FileField(
        _("envelopes"), storage=private_storage, upload_to=batch_name, max_length=200, blank=True
    )

    PERSONAL = ("letters_file", "envelopes_file")
    NOT_PERSONAL = ("id", "code", "made_at", "made_by")

    class Meta:
        verbose_name = _("batch of letters to women")
        verbose_name_plural = _("letters to women")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.code


class PrintedLetter(models.Model):
    """One letter to a woman in a batch. `key` says what it answers; what has a row is not owed any more."""

    batch = models.ForeignKey(LetterBatch, models.CASCADE, related_name="printed", verbose_name=_("batch"))
    key = models.CharField(_("what it answers"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=9, choices=OwedKind.choices)
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, related_name="printed_letters", verbose_name=_("listing")
    )
    name = EncryptedTextField(_("committed name as printed"))
    place = models.CharField(_("facility as printed"), max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"))
    code = models.CharField(_("code on paper"), max_length=7, blank=True)

    PERSONAL = ("name", "place", "listing")
    NOT_PERSONAL = ("id", "batch", "key", "kind", "pages", "code")

    class Meta:
        verbose_name = _("letter to a woman")
        verbose_name_plural = _("letters to women, one by one")
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=["kind"], name="printed_letter_by_kind"),
            models.Index(fields=["code"], name="printed_letter_by_code"),
        ]

    def __str__(self) -> str:
        return self.key
