"""What a letter costs to send, from the dated table that staff keep."""

import csv
import math
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from letters.models import PostageRate

FILE = Path(__file__).parent / "data" / "postage.csv"
#: Above this weight a piece is no letter any more (Domestic Mail Manual 101.1.1), in ounces.
MOST_LETTER_OZ = 3.5
#: The Postal Service has changed its prices at least once a year since 2021.
OLD_AFTER = timedelta(days=365)


def cents(ounces: float, rate: PostageRate | None, *, is_flat: bool = False) -> int | None:
    """The price of one piece within the United States, in cents; None where the table does not say."""
    if rate is None:
        return None
    more = max(math.ceil(ounces) - 1, 0) * rate.letter_more
    if is_flat or ounces > MOST_LETTER_OZ:
        return rate.flat_first + more if rate.flat_first else None
    return rate.letter_first + more


def about(rate: PostageRate | None, day: date | None = None) -> list[str]:
    """What to know of the prices on a day (default: today): from when and where they are, and whether they are old."""
    if rate is None:
        return [_("We know no postage prices. Look them up before you stamp the letters.")]
    facts = {"day": rate.valid_from.isoformat(), "url": rate.source_url}
    words = [_("Postage as of %(day)s: %(url)s") % facts]
    if (day or timezone.localdate()) - rate.valid_from > OLD_AFTER:
        words.append(_("These prices are more than a year old. Look them up before you stamp the letters."))
    return words


def load() -> int:
    """Read the prices that ship with the project; rows that staff have stay as they are. Returns how many are new."""
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return sum(_load(row) for row in rows)


def _load(row: dict[str, str]) -> bool:
    _rate, is_new = PostageRate.objects.get_or_create(
        valid_from=date.fromisoformat(row["valid_from"]),
        defaults={
            "letter_first": int(row["letter_first"]),
            "letter_more": int(row["letter_more"]),
            "flat_first": int(row["flat_first"]) if row["flat_first"] else None,
            "source_url": row["source_url"],
            "note": row["note"],
        },
    )
    return is_new
