"""What a listing says and what she agreed to: columns that Listing and Submission share."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.fields import CodesField
from profiles.ids import fits
from profiles.models.places import Facility, System
from profiles.vocabulary import ConsentItem, Faith, HowGiven, Interest, Language, ReleaseKind, Seeking

#: The content fields in the order in which forms, diffs and CSV files show them.
CONTENT_FIELDS = (
    "system", "facility", "housing_unit", "committed_name", "display_name", "id_number", "birth_date", "headline",
    "bio", "language", "interests", "languages", "seeking", "faith", "veteran", "release_kind", "release_date",
    "offense_words", "women_only", "no_romance", "max_writers", "paused",
)  # fmt: skip
CONSENT_FIELDS = tuple(
    f"consent_{item}_{part}" for item in ConsentItem.values for part in ("on", "how", "scan")
)
#: Content that says who or where she is; the rest are her words and wishes. All of it is personal.
PERSONAL_CONTENT = CONTENT_FIELDS + CONSENT_FIELDS


class ListingContent(models.Model):
    """A listing's content. Typed columns, so that a change is shown field by field."""

    system = models.ForeignKey(System, models.PROTECT, related_name="+", verbose_name=_("system"))
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("facility"))
    housing_unit = models.CharField(
        _("housing unit"),
        max_length=40,
        blank=True,
        help_text=_("Where mail must name it; else leave empty."),
    )
    committed_name = models.CharField(
        _("committed name"), max_length=90, help_text=_("Her name as the facility has it. Mail must bear it.")
    )
    display_name = models.CharField(
        _("name on her page"),
        max_length=60,
        help_text=_("What she likes to be called, for example a first name."),
    )
    id_number = models.CharField(_("ID number"), max_length=30, help_text=_("As the facility writes it."))
    birth_date = models.DateField(
        _("birth date"), help_text=_("Only her age is shown, unless she agreed to show her birthday.")
    )
    headline = models.CharField(_("a line in her words"), max_length=140, blank=True)
    bio = models.TextField(_("her words"), max_length=6000)
    language = models.CharField(
        _("language of her words"), max_length=2, choices=Language.choices, default=Language.ENGLISH
    )
    interests = CodesField(_("interests"), choices=Interest.choices)
    languages = CodesField(_("reads and writes"), choices=Language.choices)
    seeking = CodesField(_("hopes for"), choices=Seeking.choices)
    faith = models.CharField(_("faith"), max_length=12, choices=Faith.choices, blank=True)
    veteran = models.BooleanField(_("served in the military"), default=False)
    release_kind = models.CharField(
        _("coming home"), max_length=8, choices=ReleaseKind.choices, default=ReleaseKind.UNKNOWN
    )
    release_date = models.DateField(
        _("earliest date she comes home"),
        null=True,
        blank=True,
        help_text=_("Only month and year are shown."),
    )
    offense_words = models.TextField(_("what she says about her offense"), max_length=2000, blank=True)
    women_only = models.BooleanField(_("wants women writers only"), default=False)
    no_romance = models.BooleanField(_("no romance"), default=True)
    max_writers = models.PositiveSmallIntegerField(
        _("most active writers"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("Leave empty for no limit."),
    )
    paused = models.BooleanField(_("paused: no new writers now"), default=False)

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """The content by field name, as Python values (model instances for system and facility)."""
        return {name: getattr(self, name) for name in CONTENT_FIELDS}

    @property
    def number_looks_odd(self) -> bool:
        """Whether her number has none of the shapes known of her system: a reason to ask, never to refuse."""
        return bool(self.id_number) and fits(self.system.id_pattern, self.id_number) is False

    def age_on(self, day: date) -> int:
        """Her age in whole years on a day."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)


class Consents(models.Model):
    """What she agreed to, item by item: the date she signed, how it reached us, and the scan.

    No date means no consent. Withdrawing an item empties its date.
    """

    consent_listing_on = models.DateField(_("being listed: signed on"), null=True, blank=True)
    consent_listing_how = models.CharField(
        _("how given"), max_length=15, choices=HowGiven.choices, blank=True
    )
    consent_listing_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    consent_photo_on = models.DateField(_("photos: signed on"), null=True, blank=True)
    consent_photo_how = models.CharField(_("how given"), max_length=15, choices=HowGiven.choices, blank=True)
    consent_photo_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    consent_name_and_id_on = models.DateField(_("name and ID shown: signed on"), null=True, blank=True)
    consent_name_and_id_how = models.CharField(
        _("how given"), max_length=15, choices=HowGiven.choices, blank=True
    )
    consent_name_and_id_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    consent_birthday_on = models.DateField(_("birthday shown: signed on"), null=True, blank=True)
    consent_birthday_how = models.CharField(
        _("how given"), max_length=15, choices=HowGiven.choices, blank=True
    )
    consent_birthday_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    consent_offense_on = models.DateField(_("words about her offense: signed on"), null=True, blank=True)
    consent_offense_how = models.CharField(
        _("how given"), max_length=15, choices=HowGiven.choices, blank=True
    )
    consent_offense_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    consent_romance_on = models.DateField(_("open to romance: signed on"), null=True, blank=True)
    consent_romance_how = models.CharField(
        _("how given"), max_length=15, choices=HowGiven.choices, blank=True
    )
    consent_romance_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )
    consent_search_engines_on = models.DateField(_("search engines: signed on"), null=True, blank=True)
    consent_search_engines_how = models.CharField(
        _("how given"), max_length=15, choices=HowGiven.choices, blank=True
    )
    consent_search_engines_scan = models.ForeignKey(
        "profiles.Scan", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("scan")
    )

    class Meta:
        abstract = True

    def agrees_to(self, item: str) -> bool:
        """Whether she agreed to an item (a ConsentItem value) and has not withdrawn it."""
        return getattr(self, f"consent_{item}_on") is not None

    def consents(self) -> dict[str, Any]:
        """All consent columns by name."""
        return {name: getattr(self, name) for name in CONSENT_FIELDS}

    def consents_given(self) -> Iterator[ConsentItem]:
        """The items she agreed to."""
        return (item for item in ConsentItem if self.agrees_to(item))
