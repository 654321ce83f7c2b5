"""What Prometheus reads, and who may."""

import os
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from profiles import ledger, marks
from profiles.ledger import Kind
from tests.factories import make_expired, make_listing, make_submission

pytestmark = pytest.mark.django_db


def _read(client: Client) -> dict[str, float]:
    response = client.get("/metrics", headers={"Authorization": "Bearer very-secret"})
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


@pytest.fixture(autouse=True)
def _token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = "very-secret"


@pytest.mark.parametrize("given", ["", "Bearer wrong", "very-secret", "Bearer "])
def test_metrics_are_not_there_for_others(client: Client, given: str) -> None:
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


def test_metrics_are_not_there_without_a_token(client: Client, settings: LazySettings) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_count_what_waits_and_what_is_public(client: Client) -> None:
    make_listing()
    make_expired()
    make_submission()
    make_submission(state="declined", decided_by=make_listing().approved_by, decided_at="2026-01-02T10:00Z")

    found = _read(client)

    assert (found["penpal_listings_public"], found["penpal_submissions_waiting"]) == (2, 1)
    assert 0 <= found["penpal_submission_oldest_seconds"] < 600


def test_requests_are_counted_by_the_name_of_the_url(client: Client) -> None:
    label = '{method="GET",status="200",url="profiles:detail"}'
    before = _read(client).get(f"penpal_requests_total{label}", 0)
    listing = make_listing()

    client.get(listing.get_absolute_url())

    found = _read(client)
    assert found[f"penpal_requests_total{label}"] == before + 1
    assert [name for name in found if listing.slug in name] == []


def test_age_of_the_backup_is_known(client: Client, tmp_path: Path) -> None:
    ledger.record(Kind.MARK)
    none = _read(client)["penpal_backup_seconds"]
    marks.note(marks.BACKUP)
    old = marks.path(marks.BACKUP).stat().st_mtime - 7200
    os.utime(marks.path(marks.BACKUP), (old, old))

    assert none == -1
    assert 7200 <= _read(client)["penpal_backup_seconds"] < 7800
