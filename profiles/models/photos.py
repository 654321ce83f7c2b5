"""Scans and photos. Originals are private; only re-encoded renditions of approved photos are ever served."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from profiles.querysets import PhotoQuerySet
from profiles.vocabulary import Focus

RENDITION_WIDTHS = (320, 960)  # pixels
RENDITION_FORMATS = ("webp", "jpg")


def private_storage() -> Storage:
    """Storage for originals and scans: owner-only files under no URL."""
    return storages["private"]


def private_name(folder: str, filename: str) -> str:
    """A name in private storage that nobody can guess, with the suffix of the file's own."""
    suffix = filename.rpartition(".")[2].lower()
    suffix = suffix if suffix.isalnum() and len(suffix) <= 5 else "bin"
    return f"{folder}/{get_random_string(2).lower()}/{get_random_string(24)}.{suffix}"


def scan_name(instance: models.Model, filename: str) -> str:
    """Where a scan is kept; nothing of its own file name stays."""
    return private_name("scans", filename)


def original_name(instance: models.Model, filename: str) -> str:
    """Where an original photo is kept; nothing of its own file name stays."""
    return private_name("originals", filename)


def new_token() -> str:
    """The unguessable part of a photo's public address (about 95 bits)."""
    return get_random_string(16)


class Scan(models.Model):
    """A scanned paper: a form, a signed consent, a letter from her. Private."""

    file = models.FileField(_("file"), storage=private_storage, upload_to=scan_name, max_length=200)
    media_type = models.CharField(_("media type"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )

    PERSONAL = ("file", "note")
    NOT_PERSONAL = ("id", "media_type", "added_at", "added_by")

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")

    def __str__(self) -> str:
        return f"scan {self.pk}"


class SubmissionPhoto(models.Model):
    """A photo that came with a submission and waits for staff. Private."""

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Not decided")
        ACCEPTED = "accepted", _("Accept")
        REFUSED = "refused", _("Refuse")

    submission = models.ForeignKey(
        "profiles.Submission", models.CASCADE, related_name="photos", verbose_name=_("submission")
    )
    original = models.FileField(
        _("original"), storage=private_storage, upload_to=original_name, max_length=200
    )
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    alt_text = models.CharField(_("description for people who do not see it"), max_length=200, blank=True)
    focus = models.CharField(
        _("what stays in sight"), max_length=12, choices=Focus.choices, default=Focus.CENTER
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision.choices, default=Decision.WAITING
    )

    PERSONAL = ("original", "alt_text", "width", "height")
    NOT_PERSONAL = ("id", "submission", "position", "decision", "focus")

    class Meta:
        verbose_name = _("submitted photo")
        verbose_name_plural = _("submitted photos")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"submitted photo {self.pk}"


class Photo(models.Model):
    """An approved photo of a listing. Its renditions are there as long as it may be shown."""

    listing = models.ForeignKey(
        "profiles.Listing", models.CASCADE, related_name="photos", verbose_name=_("listing")
    )
    token = models.CharField(_("token"), max_length=16, unique=True, default=new_token, editable=False)
    file_key = models.CharField(
        _("key of its rendition files"), max_length=40, help_text=_("Sample photos share one set of files.")
    )
    original = models.FileField(
        _("original"), storage=private_storage, upload_to=original_name, max_length=200, blank=True
    )
    alt_text = models.CharField(_("description for people who do not see it"), max_length=200)
    width = models.PositiveIntegerField(_("width of the large rendition in pixels"))
    height = models.PositiveIntegerField(_("height of the large rendition in pixels"))
    focus = models.CharField(
        _("what stays in sight"), max_length=12, choices=Focus.choices, default=Focus.CENTER
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    approved_at = models.DateTimeField(_("approved at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )

    objects = PhotoQuerySet.as_manager()

    PERSONAL = ("original", "alt_text", "token", "file_key", "width", "height")
    NOT_PERSONAL = ("id", "listing", "position", "approved_at", "approved_by", "focus")

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("position", "pk")
        indexes: ClassVar = [models.Index(fields=["file_key"], name="photo_by_file_key")]

    def __str__(self) -> str:
        return f"photo {self.pk}"

    def url(self, slug: str, width: int, suffix: str) -> str:
        """Address of one rendition. Takes the slug so that a list of cards needs no query for it."""
        return reverse("profiles:photo", args=[slug, self.token, width, suffix])
