"""Writing to one woman over time: what was promised, and when something last happened."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from letters.querysets import CorrespondenceQuerySet
from letters.states import CorrespondenceState, Promise
from profiles.models import Listing, User


class Correspondence(models.Model):
    """A writer and a woman, from the first mailed letter on. Each active one counts among her active writers.

    `last_on` is the latest day on which a letter was mailed or answered. `closed_on` is the day it ended or lapsed.
    `promised_on` is the day on which the writer last chose another time between letters.
    """

    writer = models.ForeignKey(User, models.CASCADE, related_name="correspondences", verbose_name=_("writer"))
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, related_name="correspondences", verbose_name=_("listing")
    )
    display_name = models.CharField(_("her name on the page"), max_length=60)
    state = models.CharField(
        _("state"),
        max_length=6,
        choices=CorrespondenceState.choices,
        default=CorrespondenceState.ACTIVE,
    )
    every_days = models.PositiveSmallIntegerField(
        _("how often you want to write"), choices=Promise.choices, default=Promise.MONTH
    )
    reminds = models.BooleanField(_("remind me by e-mail"), default=True)
    last_on = models.DateField(_("last letter or answer on"))
    reminders = models.PositiveSmallIntegerField(_("reminders since then"), default=0, editable=False)
    closed_on = models.DateField(_("ended on"), null=True, blank=True)
    promised_on = models.DateField(_("said so at"), null=True, blank=True, editable=False)

    objects = CorrespondenceQuerySet.as_manager()

    PERSONAL = (
        "writer", "listing", "display_name", "every_days", "reminds", "last_on", "closed_on", "promised_on",
    )  # fmt: skip
    NOT_PERSONAL = ("id", "state", "reminders")

    class Meta:
        verbose_name = _("correspondence")
        verbose_name_plural = _("correspondences")
        ordering = ("-last_on", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["writer", "listing"], name="correspondence_is_one_for_two_people"
            ),
            models.CheckConstraint(
                name="correspondence_closed_has_when",
                condition=Q(state=CorrespondenceState.ACTIVE, closed_on__isnull=True)
                | (~Q(state=CorrespondenceState.ACTIVE) & Q(closed_on__isnull=False)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "last_on"], name="correspondence_by_last")]

    def __str__(self) -> str:
        return f"correspondence {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("letters:correspondence", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.state == CorrespondenceState.ACTIVE

    @property
    def due_on(self) -> date:
        """The day on which the next letter is due, as promised; never before the promise itself was made."""
        due = self.last_on + timedelta(days=self.every_days)
        return max(due, self.promised_on or due)
