"""Filling a site with made-up women: where they stand, what is public, what staff meet, and how it goes away again."""

from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from profiles.models import (
    Change,
    Facility,
    Listing,
    ModerationEvent,
    Photo,
    Report,
    Scan,
    SearchRow,
    Story,
    StorySubmission,
    Submission,
    SubmissionPhoto,
    User,
)
from profiles.photos import rendition_path
from profiles.sample import cases, making, pictures, placing
from profiles.sample.placing import Place
from profiles.sample.portraits import POOL_SIZE
from profiles.sample.stories import pieces
from profiles.states import ListingState, SubmissionState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pictures instead of drawings, which have tests of their own."""
    monkeypatch.setattr(pictures, "draw", lambda spec, width: Image.new("RGB", (64, 80), (spec.seed, 90, 90)))
    monkeypatch.setattr(pictures, "draw_still_life", lambda name, width: Image.new("RGB", (64, 48)))
    monkeypatch.setattr(cases, "PHOTO_WIDTH", 64)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, Place]:
    """What the mail room says of each facility; facilities that a test adds here are known."""
    said: dict[str, Place] = {}
    monkeypatch.setattr(making, "places", lambda: said)
    return said


@pytest.fixture
def town(known: dict[str, Place]) -> dict[str, Facility]:
    """One facility of each kind."""
    restricting = factories.make_system(restricts_listings=True)
    made = {
        "fine": factories.make_facility(system=factories.make_system(id_format="6 digits")),
        "unit": factories.make_facility(system=factories.make_system(id_format="#####-###")),
        "closed": factories.make_facility(status="closed"),
        "no address": factories.make_facility(),
        "no letters": factories.make_facility(),
        "restricting": factories.make_facility(system=restricting),
        "men": factories.make_facility(holds="unknown"),
    }
    for name, facility in made.items():
        known[facility.slug] = Place(
            takes_letters=name in ("fine", "unit", "restricting", "men"),
            needs_unit=name == "unit",
            has_address=name != "no address",
        )
    return made


@pytest.fixture
def _listings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without stories and the other cases, which take most of the time."""
    monkeypatch.setattr(making, "make_stories", lambda source: 0)
    monkeypatch.setattr(making, "make_cases", lambda source, known: 0)


def _make(listings: int = 15, seed: int = 1, today: date | None = None) -> making.Made:
    return making.make_sample(listings=listings, seed=seed, today=today or timezone.localdate())


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_puts_public_women_only_where_letters_are_taken(town: dict[str, Facility]) -> None:
    made = _make()

    public = Listing.objects.public()
    assert made.listings == 15
    assert public.count() == 15
    assert {listing.facility for listing in public} == {town["fine"], town["unit"]}


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_names_a_unit_only_where_the_address_does(town: dict[str, Facility]) -> None:
    _make()

    assert all(listing.housing_unit for listing in Listing.objects.filter(facility=town["unit"]))
    assert not any(listing.housing_unit for listing in Listing.objects.filter(facility=town["fine"]))


def test_make_sample_marks_everything(town: dict[str, Facility]) -> None:
    _make()

    for model in (Listing, Submission, Story, StorySubmission):
        assert model.objects.exists()
        assert not model.objects.filter(is_sample=False).exists()


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_writes_a_search_row_for_each_public_listing(town: dict[str, Facility]) -> None:
    _make()

    assert set(SearchRow.objects.values_list("listing", flat=True)) == set(
        Listing.objects.public().values_list("pk", flat=True)
    )


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_shows_portraits_only_with_consent(town: dict[str, Facility]) -> None:
    made = _make()

    shown = Listing.objects.filter(photos__isnull=False)
    assert made.photos == Photo.objects.count() == shown.count() > 0
    assert not shown.filter(consent_photo_on__isnull=True).exists()
    assert all(photo.alt_text for photo in Photo.objects.all())


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_photos_share_files_that_are_there(town: dict[str, Facility]) -> None:
    _make()

    keys = set(Photo.objects.values_list("file_key", flat=True))
    assert keys <= {pictures.portrait_key(seed) for seed in range(POOL_SIZE)}
    assert all(storages["default"].exists(rendition_path(key, 960, "webp")) for key in keys)


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_draws_each_portrait_once(
    town: dict[str, Facility], monkeypatch: pytest.MonkeyPatch
) -> None:
    _make()
    monkeypatch.setattr(pictures, "draw", lambda spec, width: pytest.fail("drawn again"))

    making.remove_sample()
    _make()

    assert Photo.objects.exists()


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_listings_pass_their_own_checks(town: dict[str, Facility]) -> None:
    _make()

    listings = list(Listing.objects.public())
    assert listings
    for listing in listings:
        listing.full_clean()


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_is_the_same_for_the_same_seed(town: dict[str, Facility]) -> None:
    columns = (
        "slug",
        "committed_name",
        "headline",
        "bio",
        "id_number",
        "facility",
        "approved_at",
        "letters_sent",
    )
    _make()
    before = list(Listing.objects.order_by("slug").values_list(*columns))

    making.remove_sample()
    _make()

    assert list(Listing.objects.order_by("slug").values_list(*columns)) == before


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_is_another_for_another_seed(town: dict[str, Facility]) -> None:
    _make()
    before = set(Listing.objects.values_list("bio", flat=True))

    making.remove_sample()
    _make(15, seed=2)

    assert not before & set(Listing.objects.values_list("bio", flat=True))


def test_make_sample_adds_to_a_sample_without_more_stories(town: dict[str, Facility]) -> None:
    _make()
    stories, submissions = Story.objects.count(), Submission.objects.count()

    made = _make()

    assert (made.listings, made.stories, made.cases) == (15, 0, 0)
    assert (Story.objects.count(), Submission.objects.count()) == (stories, submissions)


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_keeps_off_id_numbers_in_use(town: dict[str, Facility]) -> None:
    real = factories.make_listing(facility=town["fine"], id_number="000417")

    _make()

    assert list(Listing.objects.filter(system=real.system, id_number="000417")) == [real]


def test_make_sample_publishes_stories_and_leaves_some_waiting(town: dict[str, Facility]) -> None:
    _make(40)

    waiting = {piece.title for piece in pieces() if piece.waits}
    assert (
        set(Story.objects.public().values_list("title", flat=True)) == {p.title for p in pieces()} - waiting
    )
    assert set(StorySubmission.objects.waiting().values_list("title", flat=True)) == waiting
    assert StorySubmission.objects.filter(state=SubmissionState.DECLINED).count() == 1


def test_make_sample_stories_are_by_women_of_their_language(town: dict[str, Facility]) -> None:
    _make(40)

    for story in Story.objects.select_related("listing"):
        assert story.listing.language == story.language
        assert story.approved_at >= story.listing.approved_at


def test_make_sample_has_submissions_of_each_kind_and_state(town: dict[str, Facility]) -> None:
    _make()

    found = set(Submission.objects.values_list("kind", "state"))
    assert found == {
        ("new", "waiting"), ("new", "draft"), ("new", "declined"), ("new", "changes_asked"), ("change", "waiting"),
    }  # fmt: skip
    assert set(Submission.objects.values_list("source", flat=True)) == {"paper", "web", "csv", "staff"}
    assert SubmissionPhoto.objects.count() == 3


def test_make_sample_has_a_submission_at_each_odd_place(town: dict[str, Facility]) -> None:
    _make()

    odd = [town[name] for name in ("closed", "no address", "no letters", "restricting")]
    assert all(Submission.objects.filter(facility=facility, state="waiting").count() == 1 for facility in odd)


def test_make_sample_has_listings_that_went_out_of_sight(town: dict[str, Facility]) -> None:
    _make()

    today = timezone.localdate()
    assert Listing.objects.filter(state=ListingState.WITHDRAWN).count() == 2
    assert Listing.objects.filter(state=ListingState.HIDDEN).count() == 3
    assert Listing.objects.filter(consent_until__lt=today).count() == 1
    assert Listing.objects.to_verify().count() == 2
    assert Listing.objects.past_release().count() == 1
    assert sorted(Report.objects.values_list("hid_listing", flat=True)) == [False, True]


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_logs_each_approval_with_a_name(town: dict[str, Facility]) -> None:
    _make()

    approvals = ModerationEvent.objects.filter(kind="approved")
    assert approvals.count() == 15
    assert set(approvals.values_list("actor_label", flat=True)) <= {name for name, _ in making.STAFF}


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_logs_that_each_came_in_some_days_before(town: dict[str, Facility]) -> None:
    _make()

    moments: dict[str, dict[str, datetime]] = {"submitted": {}, "approved": {}}
    for event in ModerationEvent.objects.all():
        moments[event.kind][event.listing_slug] = event.at
    days = [(at - moments["submitted"][slug]).days for slug, at in moments["approved"].items()]
    assert (len(days), min(days) >= 1, max(days) <= 9) == (15, True, True)


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_staff_cannot_sign_in(town: dict[str, Facility]) -> None:
    _make(5)

    staff = User.objects.filter(email__in=[email for _, email in making.STAFF])
    assert staff.count() == 2
    assert not any(user.is_active or user.is_staff or user.has_usable_password() for user in staff)


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_tells_how_far_it_is(town: dict[str, Facility], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "CHUNK", 10)
    told: list[tuple[int, int]] = []

    making.make_sample(
        listings=25,
        seed=1,
        today=timezone.localdate(),
        progress=lambda done, whole: told.append((done, whole)),
    )

    assert told == [(10, 25), (20, 25), (25, 25)]


def test_make_sample_without_a_place_says_so(known: dict[str, Place]) -> None:
    facility = factories.make_facility()
    known[facility.slug] = Place(takes_letters=False)

    with pytest.raises(making.NoPlace):
        _make(3)


def test_remove_sample_leaves_what_is_real(town: dict[str, Facility]) -> None:
    real = factories.make_listing(facility=town["fine"])
    waiting = factories.make_submission(facility=town["fine"])
    _make()
    originals = [photo.original.name for photo in SubmissionPhoto.objects.all()]

    making.remove_sample()

    assert list(Listing.objects.all()) == [real]
    assert list(Submission.objects.all()) == [waiting]
    assert not any(
        model.objects.exists() for model in (Story, StorySubmission, Scan, SubmissionPhoto, Report)
    )
    assert not any(storages["private"].exists(name) for name in originals)


@pytest.mark.usefixtures("_listings_only")
def test_remove_sample_counts_a_change_for_each_listing(town: dict[str, Facility]) -> None:
    _make(5)
    pks = set(Listing.objects.values_list("pk", flat=True))
    last = Change.objects.order_by("-seq").values_list("seq", flat=True)[0]

    removed = making.remove_sample()

    later = set(Change.objects.filter(seq__gt=last).values_list("listing_id", flat=True))
    assert (later, removed) == (pks, len(pks))


def test_weights_split_a_systems_share_among_its_facilities() -> None:
    texas = factories.make_system(slug="us-tx-tdcj")
    first, second, other = (
        factories.make_facility(system=texas), factories.make_facility(system=texas), factories.make_facility(),
    )  # fmt: skip

    assert placing.weights([first, second, other]) == [60, 60, 6]


def test_places_without_anybody_to_ask_are_the_open_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_registered", [])
    there, closed = factories.make_facility(), factories.make_facility(status="closed")

    found = placing.places()

    assert found[there.slug] == Place(takes_letters=True)
    assert closed.slug not in found


def test_places_asks_the_registered_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_registered", [])

    placing.register(f"{__name__}.tell_of_places")

    assert placing.places() == tell_of_places()


def tell_of_places() -> dict[str, Place]:
    return {"somewhere": Place(takes_letters=False, needs_unit=True)}


def _call(**options: Any) -> str:
    out = StringIO()
    call_command("make_sample", stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_command_says_what_it_made(town: dict[str, Facility]) -> None:
    said = _call(listings=12)

    made = f"Made 12 listings with {Photo.objects.count()} portraits"
    assert said.startswith(made)


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_command_replaces(town: dict[str, Facility]) -> None:
    _call(listings=12)
    whole = Listing.objects.count()

    said = _call(listings=12, replace=True)

    assert said.startswith(f"Removed {whole} sample listings.\nMade 12 listings")
    assert Listing.objects.count() == whole


@pytest.mark.usefixtures("_listings_only")
def test_make_sample_command_is_silent_when_asked(town: dict[str, Facility]) -> None:
    assert _call(listings=3, verbosity=0) == ""


def test_make_sample_command_without_places_says_what_to_do(known: dict[str, Place]) -> None:
    with pytest.raises(CommandError, match="load_reference"):
        _call(listings=3)


def test_make_sample_command_refuses_nonsense() -> None:
    with pytest.raises(CommandError, match="at least 1"):
        _call(listings=0)


def test_production_has_no_sample(settings: LazySettings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="no sample"):
        call_command("make_sample", listings=1)

    assert not Listing.objects.exists()
