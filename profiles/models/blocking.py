"""Writers from whom a woman wants no letters. She knows them from envelopes; we keep hashes, not names."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models.listings import Listing


class BlockedWriter(models.Model):
    """A name, an address or both, as keyed hashes of their normal form (see `profiles.blocking`)."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="blocked_writers", verbose_name=_("listing")
    )
    name_hash = models.CharField(max_length=64, blank=True, editable=False)
    address_hash = models.CharField(max_length=64, blank=True, editable=False)
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("added by"),
    )  # fmt: skip

    PERSONAL = ("listing", "name_hash", "address_hash")
    NOT_PERSONAL = ("id", "added_at", "added_by")

    class Meta:
        verbose_name = _("blocked writer")
        verbose_name_plural = _("blocked writers")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="blocked_writer_has_a_name_or_an_address",
                condition=~Q(name_hash="") | ~Q(address_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing.slug} {self.pk}"
