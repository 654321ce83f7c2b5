"""Mailing rules and routes: facts about how mail reaches a place, each with its source and date."""

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from letters.mailing_rules import RuleValueError, rule_type
from letters.querysets import MailingRuleQuerySet, RouteQuerySet
from letters.states import RouteUse
from profiles.models import Facility, System
from profiles.models.reference import Referenced
from profiles.states import Confidence


class Sourced(Referenced):
    """A dated, sourced fact of a system or of one facility."""

    system = models.ForeignKey(
        System, models.CASCADE, null=True, blank=True, related_name="%(class)s_set", verbose_name=_("system")
    )
    facility = models.ForeignKey(
        Facility,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)s_set",
        verbose_name=_("facility"),
    )
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    seen = models.CharField(
        _("date of the source"),
        max_length=20,
        blank=True,
        help_text=_("Year, month or day, as the source has it."),
    )
    checked_on = models.DateField(_("checked by us on"), null=True, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.LOW
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> System | Facility:
        """The system or facility it belongs to."""
        return self.facility or self.system  # type: ignore[return-value]


class MailingRule(Sourced):
    """One fact about what mail a system or facility takes. Its type's class knows the shape of `value`."""

    key = models.CharField(
        _("key"),
        max_length=120,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Which row of the data files it came from."),
    )
    type = models.CharField(_("type"), max_length=40)
    value = models.JSONField(_("value"))
    is_active = models.BooleanField(_("in force"), default=True)

    objects = MailingRuleQuerySet.as_manager()

    PERSONAL = ()
    NOT_PERSONAL = (
        "id", "key", "system", "facility", "type", "value", "is_active", "source_url", "seen", "checked_on",
        "confidence", "note", "loaded",
    )  # fmt: skip

    class Meta:
        verbose_name = _("mailing rule")
        verbose_name_plural = _("mailing rules")
        ordering = ("type", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mailing_rule_belongs_to_one_place",
                condition=Q(system__isnull=False, facility__isnull=True)
                | Q(system__isnull=True, facility__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} ({self.place})"

    def clean(self) -> None:
        """Raises ValidationError, naming the field and what was expected, unless the check can read this rule."""
        wrong = self.wrong()
        if wrong is not None:
            raise ValidationError({"type" if wrong.field == "type" else "value": str(wrong)})

    def wrong(self) -> RuleValueError | None:
        """Why the check cannot read it as it stands; None where it can."""
        try:
            rule_type(self.type).validate(self.value)
        except RuleValueError as error:
            return error
        return None

    def in_words(self) -> str:
        """What it says, in the active language; of one that cannot be read, what is wrong with it."""
        wrong = self.wrong()
        if wrong is not None:
            return gettext("Cannot be read: %(error)s") % {"error": wrong}
        kind = rule_type(self.type)
        return kind.say(kind.read(self.value))


class Route(Sourced):
    """Address lines for one use of mail, from one day to another. Lines hold placeholders such as {name} and {id}.

    A new address is a new route: the old one gets its last day, so that a letter's history stays true.
    """

    use = models.CharField(_("use"), max_length=12, choices=RouteUse.choices, default=RouteUse.PERSONAL)
    lines = models.JSONField(_("address lines"), default=list)
    is_complete = models.BooleanField(
        _("complete"), default=False, help_text=_("Never printed while a line is unknown.")
    )
    processing_centre = models.BooleanField(_("goes to a processing center"), default=False)
    valid_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Empty: as far back as anybody knows.")
    )
    valid_until = models.DateField(
        _("in force until"),
        null=True,
        blank=True,
        help_text=_("The last day. Empty: until something changes."),
    )

    objects = RouteQuerySet.as_manager()

    PERSONAL = ()
    NOT_PERSONAL = (
        "id", "system", "facility", "use", "lines", "is_complete", "processing_centre", "valid_from", "valid_until",
        "source_url", "seen", "checked_on", "confidence", "note", "loaded",
    )  # fmt: skip

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="route_belongs_to_one_place",
                condition=Q(system__isnull=False, facility__isnull=True)
                | Q(system__isnull=True, facility__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["system", "use"],
                condition=Q(facility__isnull=True, valid_until__isnull=True),
                name="route_without_end_is_one_for_a_system_and_use",
            ),
            models.UniqueConstraint(
                fields=["facility", "use"],
                condition=Q(system__isnull=True, valid_until__isnull=True),
                name="route_without_end_is_one_for_a_facility_and_use",
            ),
            models.CheckConstraint(
                name="route_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_use_display()} ({self.place})"

    def is_in_force(self, day: date) -> bool:
        """Whether mail goes by it on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def overlapping(self) -> models.QuerySet["Route"]:
        """Other routes of the same place and use that are in force on one of its days."""
        others = Route.objects.filter(use=self.use, system=self.system, facility=self.facility).exclude(
            pk=self.pk
        )
        if self.valid_until:
            others = others.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=self.valid_until))
        if self.valid_from:
            others = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=self.valid_from))
        return others
