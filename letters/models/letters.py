"""Letters that a writer with an account keeps, and what happened to each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models.nights import Night
from letters.querysets import LetterQuerySet
from letters.states import EnvelopeSize, LetterKind, LetterState, Paper, ReturnReason
from profiles.codes import random_code
from profiles.fields import EncryptedTextField
from profiles.models import Listing, User


class ReturnAddress(models.Model):
    """Where a writer's answer should go, kept with the account so that it need not be typed again."""

    writer = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="return_address", verbose_name=_("writer")
    )
    lines = EncryptedTextField(_("lines"), blank=True)

    PERSONAL = ("writer", "lines")
    NOT_PERSONAL = ()

    class Meta:
        verbose_name = _("return address")
        verbose_name_plural = _("return addresses")

    def __str__(self) -> str:
        return f"return address of {self.writer.label}"


class Letter(models.Model):
    """One piece of outgoing mail. Only its writer sees it.

    What is known when it is printed is copied here (committed name, ID, address lines, findings, template version), so
    that its history shows where it really went.
    """

    code = models.CharField(_("code"), max_length=7, unique=True, default=random_code, editable=False)
    writer = models.ForeignKey(User, models.CASCADE, related_name="letters", verbose_name=_("writer"))
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, related_name="letters", verbose_name=_("listing")
    )
    display_name = models.CharField(_("her name on the page"), max_length=60, blank=True)
    night = models.ForeignKey(
        Night,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("letter night"),
        help_text=_("Letters of a letter night begin no correspondence."),
    )
    kind = models.CharField(_("kind"), max_length=5, choices=LetterKind.choices, default=LetterKind.TYPED)
    state = models.CharField(_("state"), max_length=8, choices=LetterState.choices, default=LetterState.DRAFT)
    body = EncryptedTextField(_("letter"), blank=True)
    return_lines = EncryptedTextField(_("return address"), blank=True)
    choices = EncryptedTextField(
        _("what was chosen on the desk (JSON)"),
        blank=True,
        help_text=_("Photos, enclosures, greeting and so on."),
    )
    paper = models.CharField(_("paper"), max_length=6, choices=Paper.choices, default=Paper.LETTER)
    envelope = models.CharField(
        _("envelope"), max_length=3, choices=EnvelopeSize.choices, default=EnvelopeSize.NO_10
    )
    created_at = models.DateTimeField(_("begun at"), default=timezone.now)
    updated_at = models.DateTimeField(_("saved at"), default=timezone.now)

    printed_at = models.DateTimeField(_("printed at"), null=True, blank=True)
    committed_name = EncryptedTextField(_("committed name as printed"), blank=True)
    id_number = EncryptedTextField(_("ID number as printed"), blank=True)
    address_lines = EncryptedTextField(_("address as printed"), blank=True)
    findings = models.JSONField(_("findings when printed"), default=list, blank=True)
    overridden = models.BooleanField(_("printed past a refusal, by choice"), default=False)
    template_version = models.CharField(_("template version"), max_length=20, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64, blank=True)
    warned_at = models.DateTimeField(_("told that the address changed at"), null=True, blank=True)
    mailed_on = models.DateField(_("mailed on"), null=True, blank=True)
    replied_on = models.DateField(_("answered on"), null=True, blank=True)
    returned_on = models.DateField(_("came back on"), null=True, blank=True)
    return_reason = models.CharField(
        _("why it came back"), max_length=8, choices=ReturnReason.choices, blank=True
    )

    objects = LetterQuerySet.as_manager()

    PERSONAL = (
        "writer", "listing", "display_name", "body", "return_lines", "choices", "committed_name", "id_number",
        "address_lines", "printed_at", "mailed_on", "replied_on", "returned_on", "return_reason", "created_at",
        "updated_at",
    )  # fmt: skip
    NOT_PERSONAL = (
        "id", "code", "night", "kind", "state", "paper", "envelope", "findings", "overridden", "template_version",
        "pages", "sha256", "warned_at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-updated_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="letter_past_draft_was_printed",
                condition=Q(state=LetterState.DRAFT) | Q(printed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_returned_has_when_and_why",
                condition=~Q(state=LetterState.RETURNED)
                | (Q(returned_on__isnull=False) & ~Q(return_reason="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["writer", "-updated_at"], name="letter_by_writer")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("letters:letter", args=[self.code])


class LetterPhoto(models.Model):
    """A photo printed in a kept letter: drawn anew, without metadata, and gone the moment its letter is.

    It stands encrypted in the database rather than in a file, so that it is rotated, backed up and erased with the
    words it belongs to; one is a few hundred kilobytes.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="photos", verbose_name=_("letter"))
    position = models.PositiveSmallIntegerField(_("position"))
    width = models.PositiveSmallIntegerField(_("width in pixels"))
    height = models.PositiveSmallIntegerField(_("height in pixels"))
    words = EncryptedTextField(_("what it shows, for people who do not see it"), blank=True)
    jpeg = EncryptedTextField(_("JPEG in base 64"))

    PERSONAL = ("words", "jpeg", "width", "height")
    NOT_PERSONAL = ("id", "letter", "position")

    class Meta:
        verbose_name = _("photo in a letter")
        verbose_name_plural = _("photos in letters")
        ordering = ("position",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "position"], name="letter_photo_has_its_own_place"),
        ]

    def __str__(self) -> str:
        return f"{self.letter.code}/{self.position}"


class LetterEvent(models.Model):
    """What happened to a letter, as the writer told us or as the site did it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="events", verbose_name=_("letter"))
    kind = models.CharField(_("what"), max_length=8, choices=LetterState.choices)
    at = models.DateTimeField(_("recorded at"), default=timezone.now)
    on = models.DateField(_("on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )

    PERSONAL = ("on", "at", "by")
    NOT_PERSONAL = ("id", "letter", "kind")

    class Meta:
        verbose_name = _("letter event")
        verbose_name_plural = _("letter events")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.letter.code} {self.kind}"
