"""A woman's public entry, as approved."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.codes import random_slug
from profiles.models.content import PERSONAL_CONTENT, Consents, ListingContent
from profiles.querysets import ListingQuerySet
from profiles.states import FactSource, ListingState
from profiles.vocabulary import ConsentItem, ReleaseKind


class Listing(ListingContent, Consents):
    """Approved content only. An unapproved word cannot leak from here because it never gets here.

    `letters_sent` and `active_writers` change only through `profiles.actions.record_letter`.
    """

    slug = models.CharField(_("slug"), max_length=8, unique=True, default=random_slug, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ListingState.choices, default=ListingState.PUBLISHED
    )
    consent_until = models.DateField(
        _("consent lasts until"), help_text=_("The last day on which it is shown.")
    )
    approved_at = models.DateTimeField(_("approved at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    first_published_at = models.DateTimeField(_("first published at"))
    words_dated = models.DateField(_("date of her words"), null=True, blank=True)
    verified_on = models.DateField(_("verified on"))
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("verified by")
    )
    verified_how = models.CharField(
        _("verified how"), max_length=10, choices=FactSource.choices, default=FactSource.LOCATOR
    )
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("listed in spite of the system's policy by"),
    )
    override_at = models.DateTimeField(_("listed in spite of the system's policy at"), null=True, blank=True)
    override_reason = models.TextField(_("reason for listing in spite of the policy"), blank=True)
    hidden_reason = models.CharField(_("hidden because"), max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    letters_sent = models.PositiveIntegerField(_("letters sent"), default=0, editable=False)
    active_writers = models.PositiveIntegerField(_("active writers"), default=0, editable=False)
    last_letter_on = models.DateField(_("last letter sent on"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("synthetic sample"), default=False, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    id_hash = models.CharField(
        _("keyed hash of system and ID number, once they are deleted"),
        max_length=64,
        blank=True,
        db_index=True,
        editable=False,
    )

    objects = ListingQuerySet.as_manager()

    PERSONAL = (
        *PERSONAL_CONTENT, "words_dated", "verified_on", "verified_how", "override_reason", "hidden_reason",
        "letters_sent", "active_writers", "last_letter_on",
    )  # fmt: skip
    NOT_PERSONAL = (
        "id", "slug", "state", "consent_until", "approved_at", "approved_by", "first_published_at", "verified_by",
        "override_by", "override_at", "withdrawn_at", "is_sample", "version", "id_hash",
    )  # fmt: skip

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ("-first_published_at", "pk")
        permissions: ClassVar = [
            ("moderate_listing", "Can decide on submissions"),
            ("override_policy", "Can list in spite of a system's policy"),
            ("withdraw_listing", "Can record a withdrawal"),
            ("export_listing", "Can take listings out as a file"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "id_number"],
                condition=~Q(state=ListingState.WITHDRAWN),
                name="listing_id_number_is_live_once_in_a_system",
                violation_error_message=_("There is already a listing with this ID number in this system."),
            ),
            models.CheckConstraint(
                name="listing_published_has_consent",
                condition=~Q(state=ListingState.PUBLISHED) | Q(consent_listing_on__isnull=False),
            ),
            models.CheckConstraint(
                name="listing_consent_ends_after_it_begins",
                condition=Q(consent_listing_on__isnull=True)
                | Q(consent_until__gt=models.F("consent_listing_on")),
            ),
            models.CheckConstraint(
                name="listing_withdrawn_has_when",
                condition=Q(state=ListingState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=ListingState.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="listing_override_has_who_when_and_why",
                condition=Q(override_by__isnull=True, override_at__isnull=True, override_reason="")
                | (Q(override_by__isnull=False, override_at__isnull=False) & ~Q(override_reason="")),
            ),
            models.CheckConstraint(
                name="listing_release_date_goes_with_its_kind",
                condition=Q(release_kind=ReleaseKind.DATE, release_date__isnull=False)
                | (~Q(release_kind=ReleaseKind.DATE) & Q(release_date__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "first_published_at"], name="listing_newest"),
            models.Index(fields=["facility", "state"], name="listing_by_facility"),
            models.Index(fields=["id_number"], name="listing_by_id_number"),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} ({self.slug})"

    def get_absolute_url(self) -> str:
        return reverse("profiles:detail", args=[self.slug])

    @property
    def age(self) -> int:
        """Her age today."""
        return self.age_on(timezone.localdate())

    @property
    def birthday(self) -> date | None:
        """Her birth date where she agreed that day and month are shown, else None."""
        return self.birth_date if self.agrees_to(ConsentItem.BIRTHDAY) else None

    @property
    def shows_name_and_id(self) -> bool:
        """Whether her page may show the committed name and ID outside the printed address."""
        return self.agrees_to(ConsentItem.NAME_AND_ID)

    @property
    def takes_new_writers(self) -> bool:
        """False while she has paused, or has as many active writers as she wants."""
        return not self.paused and (self.max_writers is None or self.active_writers < self.max_writers)
