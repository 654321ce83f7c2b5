"""Imports from CSV files, of listings and of facilities: which file, what of it is in, and what its columns are."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models.photos import private_name, private_storage
from profiles.models.submissions import Submission


def import_name(instance: models.Model, filename: str) -> str:
    """Where an uploaded file waits until it is imported; nothing of its own name stays."""
    return private_name("imports", filename)


class ImportRun(models.Model):
    """One file, known by its bytes. The file itself is kept only until it is imported."""

    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=120, blank=True)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=import_name, max_length=200, blank=True
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    day_first = models.BooleanField(_("dates begin with the day"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    started_at = models.DateTimeField(_("begun at"), default=timezone.now)
    running_since = models.DateTimeField(_("running since"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    summary = models.JSONField(
        _("what became of its rows"), default=dict, blank=True, editable=False,
        help_text=_("How many rows of each outcome there were when it was imported last."),
    )  # fmt: skip

    PERSONAL = ("file", "name")
    NOT_PERSONAL = (
        "id", "sha256", "rows", "day_first", "by", "started_at", "running_since", "finished_at", "summary",
    )  # fmt: skip

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return self.name or self.sha256[:12]


class FacilityImport(models.Model):
    """One bringing-in of the federal list of facilities. The file is kept only until it is stored.

    `done` of `total` places are stored so far; `counts` are the sums of the plan by kind once it is finished.
    `problem` says why it stopped.
    """

    name = models.CharField(_("file name"), max_length=120, blank=True)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=import_name, max_length=200, blank=True
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("places stored so far"), default=0)
    total = models.PositiveIntegerField(_("places to store"), default=0)
    counts = models.JSONField(_("what became of the rows"), default=dict)
    problem = models.CharField(_("why it stopped"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    started_at = models.DateTimeField(_("begun at"), default=timezone.now)
    running_since = models.DateTimeField(_("running since"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    PERSONAL = ("file",)
    NOT_PERSONAL = (
        "id", "name", "rows", "done", "total", "counts", "problem", "by", "started_at", "running_since",
        "finished_at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("import of facilities")
        verbose_name_plural = _("imports of facilities")
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return self.name or f"{self.started_at:%Y-%m-%d}"


class ImportedRow(models.Model):
    """A line of a file that is in. It commits with its submission."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="imported", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("line"))
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("submission")
    )

    PERSONAL = ()
    NOT_PERSONAL = ("id", "run", "line", "submission")

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="imported_row_is_in_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.line}"


class ColumnMapping(models.Model):
    """Which field each column is, for files with these headers."""

    headers_hash = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(_("field for each header"), default=dict)

    PERSONAL = ()
    NOT_PERSONAL = ("id", "headers_hash", "columns")

    class Meta:
        verbose_name = _("columns of a file")
        verbose_name_plural = _("columns of files")

    def __str__(self) -> str:
        return self.headers_hash[:12]
