"""What is kept of a woman who withdrew, and only until her confirmation is printed: where one letter goes."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.fields import EncryptedTextField
from profiles.models.listings import Listing


class Farewell(models.Model):
    """Name and number for the letter that confirms a withdrawal. Deleted once it is printed, or after a while."""

    listing = models.OneToOneField(
        Listing, models.CASCADE, primary_key=True, related_name="farewell", verbose_name=_("listing")
    )
    committed_name = EncryptedTextField(_("committed name"))
    display_name = EncryptedTextField(_("name she goes by"))
    id_number = EncryptedTextField(_("ID number"))
    housing_unit = EncryptedTextField(_("housing unit"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    PERSONAL = (
        "listing",
        "committed_name",
        "display_name",
        "id_number",
        "housing_unit",
        "language",
        "made_at",
    )
    NOT_PERSONAL = ()

    class Meta:
        verbose_name = _("withdrawal to confirm")
        verbose_name_plural = _("withdrawals to confirm")

    def __str__(self) -> str:
        return f"farewell {self.listing_id}"

    def person(self) -> Listing:
        """Her tombstone with the name that the letter needs. Never to be saved."""
        place = self.listing
        return Listing(
            pk=place.pk,
            slug=place.slug,
            facility=place.facility,
            system=place.system,
            committed_name=self.committed_name,
            display_name=self.display_name,
            id_number=self.id_number,
            housing_unit=self.housing_unit,
            language=self.language,
        )
