"""Tables of the search: written in the same transaction as the approval or withdrawal that they follow."""

from typing import ClassVar

from django.db import models

from profiles.models.listings import Listing


class SearchRow(models.Model):
    """Exists exactly while the listing is published; deleting it is the withdrawal.

    `codes` packs every facet code as unsigned 16-bit little-endian numbers, the same bytes on both databases.
    `words` holds the folded words of everything the public may read of her, with a space at both ends.
    """

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="search_row")
    published = models.BigIntegerField()  # seconds since 1970, UTC
    verified = models.IntegerField()  # days since 1970
    release_month = models.SmallIntegerField()  # months since 2000; 9999 life, 9998 unknown
    letters = models.IntegerField()
    birth_year = models.SmallIntegerField()
    birth_day = models.SmallIntegerField()  # day of the year where she agreed to show it, else 0
    codes = models.BinaryField()
    names = models.TextField()  # folded words of her name, facility and city
    words = models.TextField()
    card = models.JSONField()  # excerpt and what else a card shows

    PERSONAL = (
        "listing",
        "birth_year",
        "birth_day",
        "codes",
        "names",
        "words",
        "card",
        "release_month",
        "letters",
    )
    NOT_PERSONAL = ("published", "verified")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-published", "listing"], name="search_newest"),
            models.Index(fields=["letters", "published"], name="search_fewest_letters"),
        ]

    def __str__(self) -> str:
        return f"search row {self.pk}"


class Change(models.Model):
    """One change of what is published. `seq` comes from Generation, never from a sequence, so that numbers are
    committed in their own order."""

    seq = models.BigIntegerField(primary_key=True)
    listing_id = models.BigIntegerField()

    PERSONAL = ()
    NOT_PERSONAL = ("seq", "listing_id")

    def __str__(self) -> str:
        return f"change {self.seq}"


class Generation(models.Model):
    """One row, id 1: the number of the last change. Its row lock puts changes in line."""

    n = models.BigIntegerField(default=0)

    PERSONAL = ()
    NOT_PERSONAL = ("id", "n")

    def __str__(self) -> str:
        return f"generation {self.n}"
