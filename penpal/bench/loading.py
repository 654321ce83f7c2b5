"""A database of any size in minutes: some thousand made-up women by the ordinary way, then copies of their rows.

A copy has a number, slug and ID number of its own and is otherwise the same; it goes into the search tables as it is,
with the text index of the database kept by the database itself. For measuring only.
"""

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

from profiles import text_index
from profiles.models import Listing, Photo, SearchRow, SearchText
from profiles.search.index.live import live
from profiles.search.writing import places_changed

ORIGINALS = 10_000


def load(listings: int, originals: int = ORIGINALS) -> None:
    """Fill the empty, migrated database with this many public listings, all but `originals` of them copies."""
    call_command("load_reference", verbosity=0)
    call_command("make_sample", listings=min(listings, originals), verbosity=0)
    last = Listing.objects.aggregate(most=Max("pk"))["most"]
    have = SearchRow.objects.count()
    step = 1
    with text_index.left_out("default"):
        while have < listings:
            copied = min(SearchRow.objects.filter(pk__lte=last).count(), listings - have)
            with transaction.atomic():
                _copy(last * step, last, copied)
            have, step = have + copied, step + 1
    places_changed(Listing.objects.none())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    live.forget()


def _copy(offset: int, originals: int, count: int) -> None:
    """Copies of the first `count` public originals, their numbers higher by `offset`."""
    last = SearchRow.objects.filter(pk__lte=originals).order_by("pk").values_list("pk", flat=True)[count - 1]
    hexadecimal = (
        "lpad(to_hex({}), {}, '0')" if connection.vendor == "postgresql" else "printf('%0{1}x', {0})"
    )
    moved = f"id + {offset}"
    listing = {"id": moved, "slug": hexadecimal.format(moved, 8), "id_number": f"'C' || ({moved})"}
    photo = {
        "id": f"id + {offset}",
        "listing_id": f"listing_id + {offset}",
        "token": hexadecimal.format(f"id + {offset}", 16),
    }
    own = {"listing_id": f"listing_id + {offset}"}
    slug = hexadecimal.format(own["listing_id"], 8)
    row = own | {
        "card": f"jsonb_set(card, '{{slug}}', to_jsonb({slug}))"
        if connection.vendor == "postgresql"
        else f"json_set(card, '$.slug', {slug})"
    }
    public = f"IN (SELECT listing_id FROM profiles_searchrow WHERE listing_id <= {last})"  # noqa: S608 - numbers
    for model, changed, which in (
        (Listing, listing, f"id {public}"),
        (Photo, photo, f"listing_id {public}"),
        (SearchText, own, f"listing_id {public}"),
        (SearchRow, row, f"listing_id {public}"),
    ):
        columns = [str(field.column) for field in model._meta.concrete_fields]
        values = [changed.get(column, column) for column in columns]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 - names of our own
                f"SELECT {', '.join(values)} FROM {model._meta.db_table} WHERE {which}"
            )
