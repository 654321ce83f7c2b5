"""Essays, poems and drawings by women who are listed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.codes import random_slug
from profiles.models.listings import Listing
from profiles.models.photos import original_name, private_storage
from profiles.querysets import StoryQuerySet, SubmissionQuerySet
from profiles.states import Reason, StoryKind, SubmissionState
from profiles.vocabulary import Language

WORDS_A_MINUTE = 220  # reading speed used for "4 minutes"


class StoryContent(models.Model):
    """What an approved story and one that waits share."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="%(class)s_set", verbose_name=_("author")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=StoryKind.choices, default=StoryKind.ESSAY)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("a line from it"), max_length=240, blank=True)
    body = models.TextField(_("text"), max_length=40_000, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH
    )
    alt_text = models.CharField(_("description of the drawing"), max_length=400, blank=True)
    written_on = models.DateField(_("written on"), null=True, blank=True)
    is_sample = models.BooleanField(_("synthetic sample"), default=False, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least 1."""
        return max(1, round(len(self.body.split()) / WORDS_A_MINUTE))


_CONTENT = ("listing", "kind", "title", "summary", "body", "language", "alt_text", "written_on")


class Story(StoryContent):
    """An approved story. Public while its author's listing is."""

    slug = models.CharField(_("slug"), max_length=8, unique=True, default=random_slug, editable=False)
    drawing_key = models.CharField(_("key of the drawing's files"), max_length=40, blank=True)
    drawing_width = models.PositiveIntegerField(_("width of the drawing in pixels"), null=True, blank=True)
    drawing_height = models.PositiveIntegerField(_("height of the drawing in pixels"), null=True, blank=True)
    is_shown = models.BooleanField(_("shown"), default=True)
    approved_at = models.DateTimeField(_("approved at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )

    objects = StoryQuerySet.as_manager()

    PERSONAL = (*_CONTENT, "drawing_key", "drawing_width", "drawing_height")
    NOT_PERSONAL = ("id", "slug", "is_shown", "approved_at", "approved_by", "is_sample")

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ("-approved_at", "pk")

    def get_absolute_url(self) -> str:
        return reverse("profiles:story", args=[self.slug])


class StorySubmission(StoryContent):
    """A story that came in, or a change to one, and waits for staff."""

    story = models.ForeignKey(
        Story,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("approved story"),
    )
    drawing = models.FileField(
        _("drawing"), storage=private_storage, upload_to=original_name, max_length=200, blank=True
    )
    state = models.CharField(
        _("state"), max_length=13, choices=SubmissionState.choices, default=SubmissionState.WAITING
    )
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply = models.TextField(_("note to her"), max_length=3000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = SubmissionQuerySet.as_manager()

    PERSONAL = (*_CONTENT, "drawing", "reply")
    NOT_PERSONAL = (
        "id", "story", "state", "submitted_at", "decided_at", "decided_by", "reason", "version", "is_sample",
    )  # fmt: skip

    class Meta:
        verbose_name = _("submitted story")
        verbose_name_plural = _("submitted stories")
        ordering = ("submitted_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="story_decision_has_who_and_when",
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
