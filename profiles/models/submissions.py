"""Content that came in and waits for staff."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from profiles.codes import random_code
from profiles.fields import EncryptedTextField
from profiles.models.content import CONTENT_FIELDS, PERSONAL_CONTENT, Consents, ListingContent
from profiles.models.listings import Listing
from profiles.querysets import SubmissionQuerySet
from profiles.states import OPEN_SUBMISSIONS, Reason, Source, SubmissionKind, SubmissionState


def new_status_token() -> str:
    """The unguessable part of the private link to a submission's state (about 190 bits)."""
    return get_random_string(32)


class Submission(ListingContent, Consents):
    """A new listing, or a change to one, that staff decide on.

    `version` grows with each edit; a decision names the version it was made on and is refused if that has passed.
    """

    kind = models.CharField(
        _("kind"), max_length=6, choices=SubmissionKind.choices, default=SubmissionKind.NEW
    )
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="submissions", verbose_name=_("listing")
    )
    state = models.CharField(
        _("state"), max_length=13, choices=SubmissionState.choices, default=SubmissionState.WAITING
    )
    source = models.CharField(_("source"), max_length=5, choices=Source.choices, default=Source.STAFF)
    code = models.CharField(
        _("code on paper"), max_length=7, unique=True, default=random_code, editable=False
    )
    status_token = models.CharField(max_length=32, unique=True, default=new_status_token, editable=False)
    submitter_name = EncryptedTextField(_("name of the person who sent it"), blank=True)
    submitter_email = EncryptedTextField(_("e-mail of the person who sent it"), blank=True)
    submitter_relation = models.CharField(_("relation to her"), max_length=60, blank=True)
    attested_permission = models.BooleanField(_("has her permission, attested"), default=False)
    words_dated = models.DateField(_("date of her words"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
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
    reply = models.TextField(_("note to the person who sent it"), max_length=3000, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("somebody is on it"),
    )
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True, editable=False)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("may be listed in spite of the system's policy, says"),
    )
    override_at = models.DateTimeField(_("said so at"), null=True, blank=True, editable=False)
    override_reason = models.TextField(
        _("reason for listing in spite of the policy"), blank=True, editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_sample = models.BooleanField(_("synthetic sample"), default=False, editable=False)

    objects = SubmissionQuerySet.as_manager()

    PERSONAL = (
        *PERSONAL_CONTENT, "status_token", "submitter_name", "submitter_email", "submitter_relation", "words_dated",
        "reply", "override_reason",
    )  # fmt: skip
    NOT_PERSONAL = (
        "id", "kind", "listing", "state", "source", "code", "attested_permission", "submitted_at", "entered_by",
        "decided_at", "decided_by", "reason", "version", "is_sample", "override_by", "override_at",
        "claimed_by", "claimed_until",
    )  # fmt: skip

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("submitted_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="submission_decision_has_who_and_when",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_settled_was_decided",
                condition=~Q(state__in=[SubmissionState.APPROVED, SubmissionState.DECLINED])
                | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_override_has_who_when_and_why",
                condition=Q(override_by__isnull=True, override_at__isnull=True, override_reason="")
                | (Q(override_by__isnull=False, override_at__isnull=False) & ~Q(override_reason="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "submitted_at"], name="submission_queue"),
            models.Index(fields=["id_number"], name="submission_by_id_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"

    @property
    def is_open(self) -> bool:
        """Whether staff can still decide it."""
        return self.state in OPEN_SUBMISSIONS

    @property
    def is_claimed(self) -> bool:
        """Whether somebody is on it now. A claim ends by itself."""
        return self.claimed_until is not None and self.claimed_until > timezone.now()

    def changed_fields(self) -> list[str]:
        """Content fields in which it differs from its approved listing; all of them for a new one."""
        if self.listing is None:
            return list(CONTENT_FIELDS)
        return [name for name in CONTENT_FIELDS if getattr(self, name) != getattr(self.listing, name)]
