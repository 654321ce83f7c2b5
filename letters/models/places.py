"""Mailing rules and routes: facts about how mail reaches a place, each with its source and date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class Route(Sourced):
    """Address lines for one use of mail. Lines hold placeholders such as {name} and {id}."""

    use = models.CharField(_("use"), max_length=12, choices=RouteUse.choices, default=RouteUse.PERSONAL)
    lines = models.JSONField(_("address lines"), default=list)
    is_complete = models.BooleanField(
        _("complete"), default=False, help_text=_("Never printed while a line is unknown.")
    )
    processing_centre = models.BooleanField(_("goes to a processing center"), default=False)

    PERSONAL = ()
    NOT_PERSONAL = (
        "id", "system", "facility", "use", "lines", "is_complete", "processing_centre", "source_url", "seen",
        "checked_on", "confidence", "note", "loaded",
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
                condition=Q(facility__isnull=True),
                name="route_is_one_for_a_system_and_use",
            ),
            models.UniqueConstraint(
                fields=["facility", "use"],
                condition=Q(system__isnull=True),
                name="route_is_one_for_a_facility_and_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_use_display()} ({self.place})"
