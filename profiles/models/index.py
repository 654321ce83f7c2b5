"""Tables of the search: written in the same transaction as the approval or withdrawal that they follow."""

from typing import ClassVar

from django.db import models

from profiles.models.listings import Listing
from profiles.querysets import SearchRowQuerySet


class SearchRow(models.Model):
    """Exists exactly while the listing is published; deleting it is the withdrawal. The database itself keeps it from
    outliving what made the listing public (`profiles.visibility`).

    Days are counted from 1 January 1970. `codes` packs every facet code as unsigned 16-bit little-endian numbers,
    the same bytes on both databases.
    """

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="search_row")
    published = models.BigIntegerField()  # seconds since 1970, UTC
    listed_on = models.IntegerField()  # day of first publication in the site's time zone
    waits_since = models.IntegerField()  # day of the last letter, or of first publication
    verified = models.IntegerField()  # day
    consent_on = models.IntegerField()  # first day of consent
    consent_until = models.IntegerField()  # last day of consent
    release_day = models.IntegerField()  # earliest day she comes home, or a sentinel of `search.codes`
    birth = models.IntegerField()  # day she was born
    birth_day = models.SmallIntegerField()  # month and day where she agreed to show them, else 0
    letters = models.IntegerField()
    fair = models.SmallIntegerField()  # where she stands in the fair order before turns count
    codes = models.BinaryField()
    card = models.JSONField()  # excerpt and what else a card shows

    objects = SearchRowQuerySet.as_manager()

    PERSONAL = (
        "listing",
        "birth",
        "birth_day",
        "codes",
        "card",
        "consent_on",
        "consent_until",
        "release_day",
        "letters",
        "fair",
        "waits_since",
        "verified",
    )
    NOT_PERSONAL = ("published", "listed_on")

    def __str__(self) -> str:
        return f"search row {self.pk}"


class SearchText(models.Model):
    """The tokens of everything the public may read of her (`profiles.search.text`), between spaces.

    Indexed by GIN on PostgreSQL and by a trigger-fed FTS5 table on SQLite (`profiles.text_index`).
    """

    listing = models.OneToOneField(Listing, models.CASCADE, primary_key=True, related_name="search_text")
    tokens = models.TextField()

    PERSONAL = ("listing", "tokens")
    NOT_PERSONAL = ()

    def __str__(self) -> str:
        return f"search text {self.pk}"


class Change(models.Model):
    """One change of what is published. `seq` comes from Generation, never from a sequence, so that numbers are
    committed in their own order. `mark` is random: the same number with another mark is another history, as after
    a restored backup."""

    seq = models.BigIntegerField(primary_key=True)
    listing_id = models.BigIntegerField()
    mark = models.BigIntegerField()
    fair_before = models.SmallIntegerField(null=True)  # her `SearchRow.fair` until then, if any
    at = models.BigIntegerField()  # seconds since 1970

    PERSONAL = ("fair_before",)
    NOT_PERSONAL = ("seq", "listing_id", "mark", "at")

    def __str__(self) -> str:
        return f"change {self.seq}"


class Generation(models.Model):
    """One row, id 1: the number of the last change. Its row lock puts changes in line."""

    n = models.BigIntegerField(default=0)

    PERSONAL = ()
    NOT_PERSONAL = ("id", "n")

    def __str__(self) -> str:
        return f"generation {self.n}"


class Word(models.Model):
    """A word that listings hold or held, for spelling. `edits` is how many mistakes in it are forgiven."""

    word = models.CharField(max_length=30, primary_key=True)
    edits = models.SmallIntegerField()

    PERSONAL = ("word",)
    NOT_PERSONAL = ("edits",)

    def __str__(self) -> str:
        return self.word


class WordKey(models.Model):
    """A word with up to `edits` letters left out, by which a mistyped word finds it."""

    key = models.CharField(max_length=30)
    word = models.ForeignKey(Word, models.CASCADE)

    PERSONAL = ("key", "word")
    NOT_PERSONAL = ("id",)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "word"], name="word_key_stands_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.word_id}"
