"""The loop on paper: mail that comes in, letters that are owed, batches that are printed once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters import batches, chores
from letters.models import IncomingMail, LetterBatch, PrintedLetter
from letters.owed import Owed, lapses_on, load, outlines, owed
from letters.states import OwedKind
from profiles import actions
from profiles.actions.erasing import ERASE_DAYS, ERASED
from profiles.errors import NotAllowed
from profiles.models import Farewell, Listing, Scan, User
from profiles.models.photos import private_storage
from tests.factories import make_listing, make_moderator, make_submission, make_user
from tests.letters.places import make_place, make_reachable, text_of

pytestmark = pytest.mark.django_db
ROLES = ("data entry", "moderator", "senior moderator", "mail coordinator", "auditor")


def member_of(role: str) -> User:
    user = make_user(is_staff=True, pen_name=role)
    user.groups.add(Group.objects.get(name=role))
    return user


def kinds(today: date | None = None) -> list[str]:
    return sorted(one.kind for one in owed(today))


def printed(*letters: Owed) -> LetterBatch:
    return batches.print_batch(prepared=batches.prepare(letters), by=make_moderator())


def words_of(batch: LetterBatch) -> str:
    with batch.letters_file.open("rb") as file:
        return " ".join(" ".join(text_of(file.read())).split())


# --- Owed ---


def test_owed_for_a_new_listing_is_that_it_is_up_and_only_once() -> None:
    listing = make_reachable()

    assert kinds() == ["up"]
    batch = printed(*owed())
    assert kinds() == []
    assert "Your page is up." in words_of(batch)
    assert batch.printed.get().listing == listing


def test_owed_is_nothing_for_samples() -> None:
    make_reachable(is_sample=True)

    assert owed() == []


@pytest.mark.parametrize(
    ("weeks", "expected"), [(11, []), (10, ["renewal"]), (4, ["renewal"])]
)  # fmt: skip
def test_owed_renewal_begins_ten_weeks_before_she_would_be_hidden(weeks: int, expected: list[str]) -> None:
    listing = make_reachable()
    printed(*owed())
    day = lapses_on(listing) - timedelta(weeks=weeks)

    assert kinds(day) == expected


def test_owed_reminder_follows_a_renewal_that_was_printed() -> None:
    listing = make_reachable()
    printed(*owed())
    day = lapses_on(listing) - timedelta(weeks=10)
    printed(*owed(day))

    assert kinds(lapses_on(listing) - timedelta(weeks=5)) == []
    assert kinds(lapses_on(listing) - timedelta(weeks=4)) == ["reminder"]


def test_lapses_on_is_the_earlier_of_consent_and_verification(settings: Any) -> None:
    settings.VERIFY_EVERY_MONTHS = 6
    by_check = make_listing(verified_on=date(2026, 10, 1), consent_until=date(2027, 9, 1))
    by_consent = make_listing(verified_on=date(2026, 10, 1), consent_until=date(2026, 12, 24))

    assert [lapses_on(by_check), lapses_on(by_consent)] == [date(2027, 3, 31), date(2026, 12, 24)]


def test_owed_for_a_withdrawal_is_its_confirmation() -> None:
    listing = make_reachable()
    printed(*owed())
    actions.withdraw(listing=listing, by=make_moderator())

    assert kinds() == ["withdrawn"]
    batch = printed(*owed())
    assert (kinds(), Farewell.objects.count()) == ([], 0)
    assert batch.printed.get().name == "Maria Elena Delgado"


def test_owed_confirmation_is_forgotten_when_nobody_prints_it() -> None:
    actions.withdraw(listing=make_reachable(), by=None)
    assert chores.forget_farewells() == 0
    Farewell.objects.update(made_at=timezone.now() - timedelta(days=ERASE_DAYS + 2))

    assert [chores.forget_farewells(), chores.forget_farewells()] == [1, 0]
    assert (kinds(), Farewell.objects.count()) == ([], 0)


def mail_of(listing: Listing | None, **fields: Any) -> IncomingMail:
    scan = Scan(media_type="application/pdf")
    scan.file.save("scan.pdf", ContentFile(b"%PDF-1.7"))
    told = {"sender": "Ana Example", "id_number": "T-1", "facility": make_place(), "done": "Filed"}
    return IncomingMail.objects.create(kind="complaint", listing=listing, scan=scan, **told | fields)


def telling(mail: IncomingMail) -> list[Any]:
    mail.refresh_from_db()
    return [
        one
        for one in (mail.sender, mail.id_number, mail.facility, mail.scan, mail.done)
        if one not in ("", None, ERASED)
    ]


def test_withdrawal_takes_who_sent_it_out_of_her_mail(django_capture_on_commit_callbacks: Any) -> None:
    listing, other = make_reachable(), make_reachable(id_number="N2")
    hers, theirs = mail_of(listing), mail_of(other)
    name = hers.scan.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(listing=listing, by=None)

    assert (telling(hers), len(telling(theirs))) == ([], 5)
    assert (private_storage().exists(name), Scan.objects.count()) == (False, 1)
    assert (hers.kind, hers.listing) == ("complaint", listing)


def test_daily_takes_senders_out_of_mail_after_a_year_and_of_the_withdrawn() -> None:
    gone = make_reachable()
    actions.withdraw(listing=gone, by=None)
    days = [timezone.localdate() - timedelta(days=count) for count in (366, 364)]
    old, young, hers = mail_of(None, received_on=days[0]), mail_of(None, received_on=days[1]), mail_of(gone)

    assert [chores.forget_senders_of_mail(), chores.forget_senders_of_mail()] == [2, 0]

    assert [len(telling(one)) for one in (old, young, hers)] == [0, 5, 0]


def test_owed_proof_for_what_family_sent_and_changes_for_what_came_on_paper() -> None:
    place, by = make_place(), make_moderator()
    make_submission(facility=place, consent_listing_on=None, consent_listing_how="family", source="web")
    on_paper = make_submission(facility=place, source="paper")
    make_submission(facility=place, source="paper")
    actions.ask_for_changes(
        submission=on_paper, by=by, version=1, reason="contact", note="Leave the number out."
    )

    assert kinds() == ["changes", "proof"]


def test_owed_packet_for_whoever_asks_for_a_form() -> None:
    IncomingMail.objects.create(
        kind="asks_form", sender="Ana Example", id_number="T-1", facility=make_place()
    )
    IncomingMail.objects.create(
        kind="complaint", sender="Ana Example", id_number="T-1", facility=make_place()
    )

    assert kinds() == ["packet"]


def test_owed_asks_the_same_number_of_queries_for_more_women(django_assert_num_queries: Any) -> None:
    """Four to outline, the listings, and who reads large print."""
    make_reachable()
    with django_assert_num_queries(6):
        assert len(owed()) == 1
    for number in range(5):
        make_reachable(id_number=f"N{number}")
    with django_assert_num_queries(6):
        assert len(owed()) == 6


def test_load_leaves_out_who_is_gone_meanwhile_and_keeps_the_order() -> None:
    first, gone, last = (make_reachable(id_number=f"N{number}") for number in range(3))
    found = outlines()
    Listing.objects.filter(pk=gone.pk).delete()

    assert [one.listing for one in load(found[::-1])] == [last, first]


# --- Printing ---


def test_batch_prints_each_kind_with_her_words_and_never_names_the_site(settings: Any) -> None:
    place, by = make_place(), make_moderator()
    make_reachable(place=place, bio="I keep bees in my mind.")
    make_submission(
        facility=place,
        bio="She bakes bread.",
        consent_listing_on=None,
        consent_listing_how="family",
        source="web",
    )
    IncomingMail.objects.create(kind="asks_form", sender="Ana Example", id_number="T-1", facility=place)

    batch = batches.print_batch(prepared=batches.prepare(owed()), by=by)

    text = words_of(batch)
    assert [one in text for one in ("I keep bees in my mind.", "She bakes bread.", "Ana Example")] == [
        True
    ] * 3
    assert text.count("Form to be listed for letters") == 1
    assert settings.SITE_NAME.lower() not in text.lower()
    assert "pen pal" not in text.lower()
    assert batch.printed.count() == 3


def test_batch_has_an_envelope_for_each_letter() -> None:
    make_reachable()

    batch = printed(*owed())

    with batch.envelopes_file.open("rb") as file:
        pages = text_of(file.read())
    assert len(pages) == 1
    assert "Maria Elena Delgado #00000417" in " ".join(pages[0].split())


def test_batch_leaves_out_where_mail_cannot_go() -> None:
    make_reachable(place=make_place(status="closed"))

    prepared = batches.prepare(owed())

    assert (len(prepared.ready), len(prepared.left_out)) == (0, 1)
    with pytest.raises(NotAllowed):
        batches.print_batch(prepared=prepared, by=make_moderator())
    assert LetterBatch.objects.count() == 0


def test_batch_prints_nothing_twice_even_when_two_begin_at_once() -> None:
    make_reachable()
    first, second = batches.prepare(owed()), batches.prepare(owed())
    batches.print_batch(prepared=first, by=make_moderator())

    with pytest.raises(NotAllowed):
        batches.print_batch(prepared=second, by=make_moderator())

    assert (LetterBatch.objects.count(), PrintedLetter.objects.count()) == (1, 1)


def test_batch_forgets_files_and_names_after_a_while_and_still_prints_nothing_twice(
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_reachable()
    batch = printed(*owed())
    storage, name = batch.letters_file.storage, batch.letters_file.name
    assert batches.forget_files() == 0

    LetterBatch.objects.update(made_at=timezone.now() - timedelta(days=batches.KEPT_DAYS + 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert [batches.forget_files(), batches.forget_files()] == [1, 0]

    assert (storage.exists(name), PrintedLetter.objects.get().name, kinds()) == (False, "", [])


def test_letter_speaks_spanish_to_a_woman_who_writes_spanish() -> None:
    listing = make_reachable(language="es", bio="Me gusta leer.")
    one = Owed("up:x", OwedKind.UP, listing, timezone.localdate(), listing)

    assert "Me gusta leer." in words_of(printed(one))


def test_owed_page_prints_the_chosen_and_its_cover_list_names_them(client: Client) -> None:
    make_reachable()
    client.force_login(member_of("mail coordinator"))
    key = owed()[0].key

    page = client.get(reverse("admin:letters_owed")).content.decode()
    cover = client.post(reverse("admin:letters_owed"), {"key": [key]}, follow=True).content.decode()
    file = client.get(
        reverse("admin:letters_letterbatch_file", args=[LetterBatch.objects.get().pk, "letters"])
    )

    assert (key in page, "Maria Elena Delgado" in cover) == (True, True)
    assert b"".join(file.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize("role", ROLES)
def test_loop_by_role(role: str, client: Client) -> None:
    client.force_login(member_of(role))

    opened = [
        client.get(reverse(name)).status_code == 200
        for name in (
            "admin:letters_owed",
            "admin:letters_incomingmail_add",
            "admin:letters_letterbatch_changelist",
        )
    ]

    loop = role in ("moderator", "senior moderator", "mail coordinator")
    assert opened == [loop, loop or role == "data entry", loop]
