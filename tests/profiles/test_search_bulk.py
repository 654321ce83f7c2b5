"""However many listings come at once, they come through the same door: the search holds what a rebuild would make."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.models import Listing, SearchRow, SearchText, Submission
from profiles.sample import making, pictures
from profiles.sample.placing import Place
from profiles.search import SearchParams, find, index_many
from profiles.search.index.live import build, live
from tests.factories import make_facility, make_moderator

pytestmark = pytest.mark.django_db


def _stored() -> dict[int, dict[str, Any]]:
    """What the search tables hold of each listing."""
    tokens = {pk: text.split() for pk, text in SearchText.objects.values_list("pk", "tokens")}
    rows = {row["listing_id"]: {**row, "codes": bytes(row["codes"])} for row in SearchRow.objects.values()}
    return {pk: {**row, "tokens": tokens.get(pk)} for pk, row in rows.items()}


def _in_memory() -> dict[str, Any]:
    live.refresh()
    with live.reading() as store:
        return _sets(store)


def _sets(store: Any) -> dict[str, Any]:
    return {
        "alive": list(store.alive),
        "no letter": list(store.no_letter),
        "bits": [list(members) for members in store.bits],
        "options": {code: list(members) for code, members in store.singles.items() if members},
        "orders": {name: places.tolist() for name, places in store.lanes.items()},
    }


def _made_anew() -> tuple[dict[int, dict[str, Any]], dict[str, Any]]:
    """Both again, after everything has been thrown away."""
    SearchRow.objects.all().delete()
    SearchText.objects.all().delete()
    index_many(Listing.objects.values_list("pk", flat=True))
    return _stored(), _sets(build())


def test_sample_leaves_what_a_rebuild_would_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "draw", lambda spec, width: Image.new("RGB", (64, 80), (spec.seed, 9, 9)))
    monkeypatch.setattr(making, "CHUNK", 7)
    monkeypatch.setattr(making, "make_cases", lambda source, known: 0)
    monkeypatch.setattr(making, "make_stories", lambda source: 0)
    takes = {make_facility().slug: Place(takes_letters=True) for _ in range(3)}
    monkeypatch.setattr(making, "places", lambda: takes)
    find(SearchParams())

    making.make_sample(listings=20, seed=3, today=timezone.localdate())
    stored, memory = _stored(), _in_memory()

    assert len(stored) == 20
    assert (stored, memory) == _made_anew()


def test_import_and_approvals_leave_what_a_rebuild_would_make(tmp_path: Path) -> None:
    facility, moderator = make_facility(), make_moderator()
    signed = (timezone.localdate() - timedelta(days=9)).isoformat()
    rows = [
        {
            "system": facility.system.slug,
            "facility": facility.slug,
            "committed_name": f"Committed Example {number}",
            "display_name": f"Ana {number}",
            "id_number": f"T-{number}",
            "birth_date": "1985-03-14",
            "bio": f"I bake bread of {number} kinds.",
            "release_kind": "unknown",
            "consent_listing_on": signed,
            "consent_listing_how": "signed_form",
        }
        for number in range(70, 78)
    ]
    file = tmp_path / "women.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    find(SearchParams())

    call_command("import_listings", str(file), verbosity=0)
    for submission in Submission.objects.order_by("pk"):
        actions.approve(submission=submission, by=moderator, version=submission.version)
    stored, memory = _stored(), _in_memory()

    assert len(stored) == len(rows)
    assert (stored, memory) == _made_anew()
