"""Withdrawal, hiding, verification, reports, letters counted: over every state they can be met in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from profiles import actions
from profiles.errors import NotAllowed, WrongState
from profiles.models import Listing, ModerationEvent, Photo, Report, SearchRow, Story
from profiles.photos import new_key, rendition_path, write_renditions
from profiles.states import HIDING_REASONS, EventKind, ListingState, Reason, ReportReason
from profiles.vocabulary import ConsentItem
from tests.factories import (
    make_listing,
    make_moderator,
    make_photo,
    make_story,
    make_submission,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

OTHER_ITEMS = [item for item in ConsentItem if item != ConsentItem.LISTING]


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def standing(state: ListingState, **fields: Any) -> Listing:
    if state == ListingState.WITHDRAWN:
        return make_withdrawn(**fields)
    return make_listing(state=state, **fields)


def agreeing_to_all(**fields: Any) -> Listing:
    consents = {f"consent_{item}_on": days_ago(10) for item in ConsentItem}
    return make_listing(
        **consents,
        seeking=["friendship", "romance"],
        no_romance=False,
        offense_words="In my words.",
        **fields,
    )


def with_files(listing: Listing, key: str | None = None) -> Photo:
    photo = make_photo(listing, file_key=key or new_key())
    write_renditions(Image.new("RGB", (40, 50), "teal"), photo.file_key)
    return photo


def has_files(key: str) -> bool:
    return default_storage.exists(rendition_path(key, 320, "jpg"))


def kinds() -> list[str]:
    return list(ModerationEvent.objects.values_list("kind", flat=True))


# --- Withdrawing ---


@pytest.mark.parametrize("state", ListingState)
def test_withdraw_ends_a_listing_once(state: ListingState) -> None:
    listing, joan = standing(state), make_moderator()

    if state == ListingState.WITHDRAWN:
        with pytest.raises(WrongState):
            actions.withdraw(listing=listing, by=joan)
        assert kinds() == []
        return
    gone = actions.withdraw(listing=listing, by=joan, reason=Reason.HER_WISH)

    assert (gone.state, gone.consent_listing_on, gone.withdrawn_at is not None) == ("withdrawn", None, True)
    assert (list(Listing.objects.public()), SearchRow.objects.count()) == ([], 0)
    event, erased = ModerationEvent.objects.all()
    assert (event.kind, event.fields, event.reason) == (EventKind.WITHDRAWN, ["consent_listing"], "her_wish")
    assert erased.kind == EventKind.ERASED


def test_withdraw_deletes_photos_when_committed(django_capture_on_commit_callbacks: Any) -> None:
    listing, other = make_listing(), make_listing()
    photo, kept = with_files(listing), with_files(other)

    with django_capture_on_commit_callbacks() as callbacks:
        actions.withdraw(listing=listing, by=None)
    assert has_files(photo.file_key)  # a transaction that fails now loses nothing
    for callback in callbacks:
        callback()

    assert (has_files(photo.file_key), has_files(kept.file_key)) == (False, True)
    assert list(Photo.objects.all()) == [kept]


def test_withdraw_keeps_files_that_another_photo_shares(django_capture_on_commit_callbacks: Any) -> None:
    listing, other = make_listing(), make_listing()
    photo = with_files(listing)
    with_files(other, key=photo.file_key)

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(listing=listing, by=None)
    assert has_files(photo.file_key)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(listing=other, by=None)

    assert not has_files(photo.file_key)


def test_withdraw_deletes_the_files_of_drawings(django_capture_on_commit_callbacks: Any) -> None:
    listing, key = make_listing(), new_key()
    make_story(listing, kind="drawing", drawing_key=key)
    write_renditions(Image.new("RGB", (40, 50), "teal"), key)

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(listing=listing, by=None)

    assert (has_files(key), Story.objects.count()) == (False, 0)


@pytest.mark.parametrize("item", OTHER_ITEMS)
def test_withdraw_item_leaves_the_rest(item: ConsentItem) -> None:
    listing = agreeing_to_all()
    make_photo(listing)

    changed = actions.withdraw(listing=listing, by=None, item=item)

    assert set(changed.consents_given()) == set(ConsentItem) - {item}
    assert list(Listing.objects.public()) == [listing]
    assert changed.offense_words == ("" if item == ConsentItem.OFFENSE else "In my words.")
    assert ("romance" in changed.seeking) == (item != ConsentItem.ROMANCE)
    assert Photo.objects.count() == int(item != ConsentItem.PHOTO)
    assert ModerationEvent.objects.get().fields == [f"consent_{item}"]


@pytest.mark.parametrize("item", OTHER_ITEMS)
def test_withdraw_item_she_never_gave_is_refused(item: ConsentItem) -> None:
    with pytest.raises(WrongState):
        actions.withdraw(listing=make_listing(), by=None, item=item)

    assert kinds() == []


def test_withdraw_photo_takes_it_off_the_search_row() -> None:
    listing = agreeing_to_all()
    make_photo(listing)
    actions.verify(listing=listing, by=make_moderator())
    assert SearchRow.objects.get().card["has_photo"] is True

    actions.withdraw(listing=listing, by=None, item=ConsentItem.PHOTO)

    assert SearchRow.objects.get().card["has_photo"] is False


@pytest.mark.parametrize("item", OTHER_ITEMS)
def test_withdraw_takes_the_consent_from_what_waits_only(item: ConsentItem) -> None:
    listing = agreeing_to_all()
    waiting = actions.propose_change(listing=listing, by=make_moderator())
    column = f"consent_{item}_on"
    settled = make_submission(
        listing=listing,
        state="declined",
        decided_at=timezone.now(),
        decided_by=make_moderator(),
        **{column: days_ago(9)},
    )

    actions.withdraw(listing=listing, by=None, item=item)

    waiting.refresh_from_db()
    settled.refresh_from_db()
    assert (getattr(waiting, column), waiting.version) == (None, 2)
    assert (getattr(settled, column), settled.version) == (days_ago(9), 1)


# --- Hiding, showing again, verifying ---


@pytest.mark.parametrize("state", ListingState)
def test_hide_published_only(state: ListingState) -> None:
    listing, joan = standing(state), make_moderator()

    if state == ListingState.PUBLISHED:
        hidden = actions.hide(listing=listing, by=joan, reason=Reason.UNSAFE)
        assert (hidden.state, hidden.hidden_reason, kinds()) == ("hidden", "unsafe", [EventKind.HIDDEN])
        assert SearchRow.objects.count() == 0
    else:
        with pytest.raises(WrongState):
            actions.hide(listing=listing, by=joan, reason=Reason.UNSAFE)
        assert kinds() == []


@pytest.mark.parametrize("state", ListingState)
def test_unhide_hidden_only(state: ListingState) -> None:
    listing, joan = standing(state), make_moderator()

    if state == ListingState.HIDDEN:
        shown = actions.unhide(listing=listing, by=joan)
        assert (shown.state, shown.hidden_reason, kinds()) == ("published", "", [EventKind.UNHIDDEN])
        assert SearchRow.objects.count() == 1
    else:
        with pytest.raises((WrongState, NotAllowed)):
            actions.unhide(listing=listing, by=joan)
        assert kinds() == []


@pytest.mark.parametrize("state", ListingState)
def test_verify_unless_withdrawn(state: ListingState) -> None:
    listing, joan = standing(state), make_moderator()

    if state == ListingState.WITHDRAWN:
        with pytest.raises(WrongState):
            actions.verify(listing=listing, by=joan)
        assert kinds() == []
    else:
        checked = actions.verify(listing=listing, by=joan, how="document")
        assert (checked.verified_on, checked.verified_by, checked.verified_how) == (
            days_ago(0),
            joan,
            "document",
        )
        assert kinds() == [EventKind.VERIFIED]


def test_verify_brings_back_a_listing_that_hid_itself() -> None:
    listing = make_listing(verified_on=days_ago(400))
    assert SearchRow.objects.count() == 0

    actions.verify(listing=listing, by=make_moderator())

    assert list(SearchRow.objects.values_list("pk", flat=True)) == [listing.pk]


def test_verify_refuses_the_future_and_going_back() -> None:
    listing, joan = make_listing(), make_moderator()

    with pytest.raises(NotAllowed):
        actions.verify(listing=listing, by=joan, on=days_ago(-1))
    with pytest.raises(WrongState):
        actions.verify(listing=listing, by=joan, on=days_ago(6))

    assert Listing.objects.get().verified_on == days_ago(5)


def test_remove_photo_takes_one(django_capture_on_commit_callbacks: Any) -> None:
    listing, joan = make_listing(), make_moderator()
    photo, kept = with_files(listing), with_files(listing)

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo=photo, by=joan, reason=Reason.PHOTO)

    assert (list(Photo.objects.all()), has_files(photo.file_key), has_files(kept.file_key)) == (
        [kept],
        False,
        True,
    )
    assert ModerationEvent.objects.get().listing_slug == listing.slug


# --- Letters counted ---


def test_record_letter_counts_and_never_falls_below_nothing() -> None:
    listing = make_listing(letters_sent=1)

    actions.record_letter(listing_pk=listing.pk, sent=1, active=1, on=date(2026, 5, 2))
    actions.record_letter(listing_pk=listing.pk, sent=1, active=0, on=date(2026, 5, 1))
    actions.record_letter(listing_pk=listing.pk, sent=0, active=-1, on=None)
    actions.record_letter(listing_pk=listing.pk, sent=0, active=-1, on=None)

    listing.refresh_from_db()
    assert (listing.letters_sent, listing.active_writers, listing.last_letter_on) == (3, 0, date(2026, 5, 2))
    assert SearchRow.objects.get().letters == 3


def test_record_letter_to_nobody_does_nothing() -> None:
    actions.record_letter(listing_pk=999_999, sent=1, active=1, on=date(2026, 5, 2))

    assert Listing.objects.count() == 0


# --- Reports ---


@pytest.mark.parametrize("reason", ReportReason)
def test_report_hides_for_grave_reasons_only(reason: ReportReason) -> None:
    listing = make_listing()

    made = actions.report(
        listing=listing, reason=reason, text="I know her.", contact="555", address="203.0.113.9"
    )

    listing.refresh_from_db()
    hides = reason in HIDING_REASONS
    assert (made.hid_listing, listing.state) == (
        hides,
        ListingState.HIDDEN if hides else ListingState.PUBLISHED,
    )
    assert kinds() == [EventKind.REPORTED, EventKind.HIDDEN][: 1 + hides]
    assert SearchRow.objects.count() == int(not hides)


def test_report_keeps_no_network_address() -> None:
    made = actions.report(listing=make_listing(), reason=ReportReason.WRONG, address="203.0.113.9")

    assert (len(made.address_hash), "203" in made.address_hash) == (64, False)


def test_report_hides_one_a_day_for_one_address() -> None:
    first, second, third = make_listing(), make_listing(), make_listing()

    reports = [
        actions.report(listing=first, reason=ReportReason.MINOR, address="203.0.113.9"),
        actions.report(listing=second, reason=ReportReason.MINOR, address="203.0.113.9"),
        actions.report(listing=third, reason=ReportReason.MINOR, address="203.0.113.10"),
    ]

    assert [one.hid_listing for one in reports] == [True, False, True]
    assert list(Listing.objects.public()) == [second]


def test_report_hides_again_after_a_day() -> None:
    actions.report(listing=make_listing(), reason=ReportReason.MINOR, address="203.0.113.9")
    Report.objects.update(reported_at=timezone.now() - timedelta(hours=25))

    made = actions.report(listing=make_listing(), reason=ReportReason.MINOR, address="203.0.113.9")

    assert made.hid_listing


def test_report_hides_five_an_hour_in_all() -> None:
    reports = [
        actions.report(listing=make_listing(), reason=ReportReason.DANGER, address=f"203.0.113.{n}")
        for n in range(7)
    ]

    assert [one.hid_listing for one in reports] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("state", [ListingState.HIDDEN, ListingState.WITHDRAWN])
def test_report_on_what_is_not_published_only_waits(state: ListingState) -> None:
    made = actions.report(listing=standing(state), reason=ReportReason.DANGER, address="203.0.113.9")

    assert (made.hid_listing, Listing.objects.get().state) == (False, state)


def test_handle_report_once() -> None:
    made, joan = actions.report(listing=make_listing(), reason=ReportReason.WRONG), make_moderator()

    actions.handle_report(report=made, by=joan, outcome="Corrected the number.")

    with pytest.raises(WrongState):
        actions.handle_report(report=made, by=joan, outcome="Again.")
    made.refresh_from_db()
    assert (made.handled_by, made.outcome) == (joan, "Corrected the number.")
