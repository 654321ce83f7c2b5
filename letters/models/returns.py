"""Letters that came back, and people telling us that a fact about a place is wrong."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models.letters import Letter
from letters.models.places import MailingRule
from letters.querysets import ReturnQuerySet, WrongReportQuerySet
from letters.states import ReturnOutcome, ReturnReason, WrongAbout, WrongOutcome
from profiles.fields import EncryptedTextField
from profiles.models import Facility, Listing, System


class Handled(models.Model):
    """Something that waits until somebody of the staff says what was done about it."""

    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    staff_note = models.CharField(_("what was found"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_handled(self) -> bool:
        return self.handled_at is not None


class ReturnedLetter(Handled):
    """One letter that came back, told by its writer or typed in by staff from the envelope.

    `holds`: nothing more is printed to her until it is handled.
    """

    letter = models.OneToOneField(
        Letter, models.SET_NULL, null=True, blank=True, related_name="returned", verbose_name=_("letter")
    )
    listing = models.ForeignKey(
        Listing,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="returned_letters",
        verbose_name=_("listing"),
    )
    facility = models.ForeignKey(
        Facility, models.CASCADE, related_name="returned_letters", verbose_name=_("facility")
    )
    reason = models.CharField(_("why it came back"), max_length=8, choices=ReturnReason.choices)
    rule = models.ForeignKey(
        MailingRule, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rule named")
    )
    returned_on = models.DateField(_("came back on"))
    words = models.CharField(
        _("what the mailroom wrote"), max_length=300, blank=True, help_text=_("Only words about the mail.")
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    holds = models.BooleanField(_("holds further letters to her"), default=False)
    from_public = models.BooleanField(
        _("told by the public"),
        default=False,
        help_text=_("By somebody without an account: it holds nothing."),
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=ReturnOutcome.choices, blank=True)

    objects = ReturnQuerySet.as_manager()

    PERSONAL = (
        "letter",
        "listing",
        "reason",
        "returned_on",
        "words",
        "recorded_by",
        "recorded_at",
        "staff_note",
    )
    NOT_PERSONAL = ("id", "facility", "rule", "holds", "from_public", "outcome", "handled_at", "handled_by")

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        ordering = ("recorded_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returned_letter_handled_has_who_and_outcome",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, outcome="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="returned_letter_of_the_public_holds_nothing",
                condition=Q(from_public=False) | Q(holds=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["handled_at", "recorded_at"], name="returned_letter_queue")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.facility})"


class WrongReport(Handled):
    """Somebody from the public says that what we show of a place is wrong."""

    system = models.ForeignKey(
        System, models.CASCADE, null=True, blank=True, related_name="wrong_reports", verbose_name=_("system")
    )
    facility = models.ForeignKey(
        Facility,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="wrong_reports",
        verbose_name=_("facility"),
    )
    about = models.CharField(_("what is wrong"), max_length=8, choices=WrongAbout.choices)
    rule = models.ForeignKey(
        MailingRule, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("which rule")
    )
    text = EncryptedTextField(_("what they wrote"))
    source_url = models.URLField(_("where one can read it"), max_length=400, blank=True)
    contact = EncryptedTextField(_("how to reach them"), blank=True)
    reported_at = models.DateTimeField(_("reported at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=9, choices=WrongOutcome.choices, blank=True)

    objects = WrongReportQuerySet.as_manager()

    PERSONAL = ("text", "contact", "staff_note")
    NOT_PERSONAL = (
        "id", "system", "facility", "about", "rule", "source_url", "reported_at", "outcome", "handled_at",
        "handled_by",
    )  # fmt: skip

    class Meta:
        verbose_name = _("report about a place")
        verbose_name_plural = _("reports about places")
        ordering = ("reported_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="wrong_report_is_about_one_place",
                condition=Q(system__isnull=False, facility__isnull=True)
                | Q(system__isnull=True, facility__isnull=False),
            ),
            models.CheckConstraint(
                name="wrong_report_handled_has_who_and_outcome",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, outcome="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["handled_at", "reported_at"], name="wrong_report_queue")]

    def __str__(self) -> str:
        return f"{self.get_about_display()} ({self.place})"

    def get_absolute_url(self) -> str:
        return reverse("admin:letters_wrongreport_change", args=[self.pk])

    @property
    def place(self) -> System | Facility:
        """The system or facility it is about."""
        return self.facility or self.system  # type: ignore[return-value]
