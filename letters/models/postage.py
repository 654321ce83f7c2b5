"""What the Postal Service charges, by date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from letters.querysets import PostageQuerySet


class PostageRate(models.Model):
    """Prices of First-Class Mail within the United States from a day on, in cents. Staff add a row when they change."""

    valid_from = models.DateField(_("from"), unique=True)
    letter_first = models.PositiveSmallIntegerField(_("letter, first ounce (cents)"))
    letter_more = models.PositiveSmallIntegerField(_("letter, each ounce more (cents)"))
    flat_first = models.PositiveSmallIntegerField(
        _("large envelope, first ounce (cents)"), null=True, blank=True
    )
    source_url = models.URLField(_("source"), max_length=400)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PostageQuerySet.as_manager()

    PERSONAL = ()
    NOT_PERSONAL = ("id", "valid_from", "letter_first", "letter_more", "flat_first", "source_url", "note")

    class Meta:
        verbose_name = _("postage")
        verbose_name_plural = _("postage")
        ordering = ("-valid_from",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="postage_costs_something", condition=Q(letter_first__gt=0, letter_more__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.valid_from.isoformat()
