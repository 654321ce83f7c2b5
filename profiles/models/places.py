"""Correctional systems, the facilities in them, and programs one can volunteer with."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from profiles.models.reference import Referenced
from profiles.places import State
from profiles.querysets import FacilityQuerySet
from profiles.states import Confidence


class System(Referenced):
    """A correctional system: a state department, the Federal Bureau of Prisons, a county, ICE."""

    class Kind(models.TextChoices):
        FEDERAL = "federal", _("Federal")
        STATE = "state", _("State")
        COUNTY = "county", _("County")
        ICE = "ice", _("Immigration detention")

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=2, choices=State.choices, blank=True)
    id_label = models.CharField(_("what it calls the ID number"), max_length=120, blank=True)
    id_format = models.CharField(_("shape of the ID number"), max_length=200, blank=True)
    id_pattern = models.CharField(
        _("pattern of the ID number"),
        max_length=120,
        blank=True,
        help_text=_(
            "# stands for a digit, @ for a letter; several patterns are separated by |. Empty: not checked."
        ),
    )
    locator_url = models.URLField(_("official locator"), max_length=400, blank=True)
    restricts_listings = models.BooleanField(
        _("restricts pen pal listings"),
        default=False,
        help_text=_(
            "Approving a listing here needs a senior moderator: women have been punished for being listed."
        ),
    )

    PERSONAL = ()
    NOT_PERSONAL = (
        "id", "slug", "name", "kind", "state", "id_label", "id_format", "id_pattern", "locator_url",
        "restricts_listings", "loaded",
    )  # fmt: skip

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:system", args=[self.slug])


class Facility(Referenced):
    """A place that holds women, in a system. Its slug never changes."""

    class Kind(models.TextChoices):
        STATE_PRISON = "state_prison", _("State prison")
        FEDERAL = "federal", _("Federal prison")
        COUNTY_JAIL = "county_jail", _("County jail")
        ICE = "ice", _("Immigration detention")
        OTHER = "other", _("Other")

    class Holds(models.TextChoices):
        WOMEN = "women", _("Women")
        MIXED = "mixed", _("Women and men")
        UNKNOWN = "unknown", _("Not known to hold women")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        UNKNOWN = "unknown", _("Not known")

    slug = models.SlugField(_("key"), max_length=220, unique=True)
    system = models.ForeignKey(
        System, models.PROTECT, null=True, blank=True, related_name="facilities", verbose_name=_("system")
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    code = models.CharField(_("facility code on mail"), max_length=40, blank=True)
    source_id = models.CharField(
        _("number in the federal list"), max_length=20, unique=True, null=True, blank=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    holds = models.CharField(_("holds"), max_length=10, choices=Holds.choices, default=Holds.UNKNOWN)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN)
    street = models.CharField(_("street"), max_length=200, blank=True)
    po_box = models.CharField(_("PO box"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=2, choices=State.choices, blank=True)
    zip = models.CharField(_("ZIP code"), max_length=10, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    locator_url = models.URLField(_("official locator"), max_length=400, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    source_url = models.URLField(_("source"), max_length=400, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    coord_source = models.CharField(_("source of the coordinates"), max_length=40, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.LOW
    )
    note = models.TextField(_("note"), blank=True)

    objects = FacilityQuerySet.as_manager()

    PERSONAL = ()
    NOT_PERSONAL = (
        "id", "slug", "system", "name", "short_name", "code", "source_id", "kind", "holds", "status", "street",
        "po_box", "city", "state", "zip", "latitude", "longitude", "locator_url", "phone", "source_url",
        "source_date", "coord_source", "confidence", "note", "loaded",
    )  # fmt: skip

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ("name",)
        indexes: ClassVar = [models.Index(fields=["state", "name"], name="facility_by_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:facility", args=[self.slug])

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


class Program(Referenced):
    """An organization one can volunteer with."""

    class Kind(models.TextChoices):
        BOOKS = "books", _("Books")
        PEN_PAL = "pen_pal", _("Letters")
        SUPPORT = "support", _("Support")
        REENTRY = "reentry", _("Coming home")
        VISITING = "visiting", _("Visiting")
        EDUCATION = "education", _("Education")
        LEGAL = "legal", _("Legal help")
        ADVOCACY = "advocacy", _("Advocacy")
        OTHER = "other", _("Other")

    slug = models.SlugField(_("key"), max_length=220, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    women_only = models.BooleanField(_("serves women only"), default=False)
    scope = models.CharField(
        _("where"), max_length=200, help_text=_("“national”, or state abbreviations separated by semicolons.")
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=2, choices=State.choices, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    url = models.URLField(_("website"), max_length=400, blank=True)
    needs = models.TextField(_("what it needs from volunteers"), blank=True)
    restrictions = models.TextField(_("restrictions"), blank=True)
    source_url = models.CharField(_("source"), max_length=400, blank=True)
    seen = models.CharField(_("date of the source"), max_length=100, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.LOW
    )
    is_shown = models.BooleanField(_("shown on the site"), default=True)

    PERSONAL = ()
    NOT_PERSONAL = (
        "id", "slug", "name", "kind", "women_only", "scope", "city", "state", "postal_address", "url", "needs",
        "restrictions", "source_url", "seen", "checked_on", "confidence", "is_shown", "loaded",
    )  # fmt: skip

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
