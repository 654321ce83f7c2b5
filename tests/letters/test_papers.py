"""What we write to the women: every word of her page, a code that is found again, name and number on each sheet."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
import segno
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdfium2 import raw

from letters import batches, incoming
from letters.models import IncomingMail, PrintedLetter
from letters.owed import Owed, owed
from letters.printing.codes import qr_svg
from letters.states import OwedKind
from profiles import actions
from profiles.codes import read_code
from profiles.models import Listing, Submission
from profiles.vocabulary import ConsentItem
from tests.factories import make_moderator, make_photo, make_submission
from tests.letters.places import make_place, make_reachable, text_of
from tests.profiles.test_actions import photo_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def letter(one: Owed) -> batches.Ready:
    prepared = batches.prepare([one])
    assert prepared.left_out == []
    return prepared.ready[0]


def sheets(one: Owed) -> list[str]:
    """The text of each page, in one line each."""
    return [" ".join(page.split()) for part in letter(one).pages for page in text_of(part.pdf)]


def about(kind: OwedKind, person: Any, **fields: Any) -> Owed:
    listing = person if isinstance(person, Listing) and person.pk else None
    return Owed("x", kind, person, TODAY, listing, **fields)


def wished(**fields: Any) -> Submission:
    """What family sent, who say that she wishes every item."""
    how = {f"consent_{item}_how": "family" for item in ConsentItem}
    return make_submission(
        facility=fields.pop("facility", None) or make_place(),
        consent_listing_on=None,
        source="web",
        **how | fields,
    )


def pictures(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each photo in a file, in its own pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        parts = [part for page in document for part in page.get_objects(max_depth=8)]
        return [part.get_px_size() for part in parts if part.type == raw.FPDF_PAGEOBJ_IMAGE]


# --- The proof ---


def test_proof_shows_every_fact_that_her_page_shows(client: Client, settings: Any) -> None:
    settings.OFFENSE_POLICY = "own_words"
    submission = wished(
        headline="I carve soap.",
        bio="First paragraph.\n\nSecond paragraph.",
        interests=["books", "music"],
        languages=["en", "es"],
        seeking=["friendship", "romance"],
        no_romance=False,
        faith="catholic",
        veteran=True,
        women_only=True,
        release_kind="date",
        release_date=timezone.localdate() + timedelta(days=800),
        offense_words="What I say about it.",
        words_dated=date(2026, 3, 1),
    )
    proof = " ".join(sheets(about(OwedKind.PROOF, submission)))

    Submission.objects.update(
        **{f"consent_{item}_on": timezone.localdate() for item in ConsentItem},
        **{f"consent_{item}_how": "signed_form" for item in ConsentItem},
    )
    listing = actions.approve(submission=submission, by=make_moderator(), version=1)
    context = client.get(listing.get_absolute_url()).context

    shown = [fact.text for fact in context["facts"]] + [context["offense"].text]
    own = ["I carve soap.", "First paragraph.", "Second paragraph.", listing.display_name, "English, Español"]
    assert len(context["facts"]) == 8
    assert [
        text for text in [*shown, *own, f"{listing.age}, at {listing.facility.name}"] if text not in proof
    ] == []


def test_proof_shows_nothing_that_she_does_not_wish() -> None:
    submission = make_submission(
        facility=make_place(), consent_listing_on=None, consent_listing_how="family", source="web",
        seeking=["romance"], no_romance=False,
    )  # fmt: skip

    page = sheets(about(OwedKind.PROOF, submission))[1]

    assert [words in page for words in ("March 14", "Name in custody", "romance")] == [False] * 3


def test_proof_has_each_photo_that_was_not_refused() -> None:
    submission = wished()
    photo_of(submission, "waiting")
    photo_of(submission, "refused")

    ready = letter(about(OwedKind.PROOF, submission))

    assert pictures(ready.pages[0].pdf) == [(400, 500)]


def test_proof_asks_for_consent_item_by_item_and_for_her_signature() -> None:
    submission = wished()
    photo_of(submission, "waiting")

    answer = sheets(about(OwedKind.PROOF, submission))[-1]

    asked = [
        words in answer
        for words in ("List me on", "Show my photos", "my ID number", "Show my birthday", "Google")
    ]
    assert asked == [True] * 5
    assert [words in answer for words in ("my own words about my offense", "open to romance")] == [False] * 2
    assert "Signature Name in print Date" in answer
    assert submission.code in answer


def test_proof_explains_the_risk_where_her_system_restricts_listings() -> None:
    place = make_place()
    one = about(OwedKind.PROOF, wished(facility=place))
    assert "have been punished" not in sheets(one)[0]

    place.system.restricts_listings = True
    place.system.save()

    assert "have been punished" in sheets(about(OwedKind.PROOF, Submission.objects.get()))[0]


# --- Up, renewal, reminder ---


def test_up_has_her_page_with_photos_and_a_part_to_tear_off(settings: Any) -> None:
    listing = make_reachable(consent_photo_on=TODAY, bio="I keep bees in my mind.")
    ready = letter(about(OwedKind.UP, listing))
    first, second = (" ".join(page.split()) for page in text_of(ready.pages[0].pdf))

    boxes = ("Change my page.", "Keep my page, but nobody new for now.", "Take my page down.")
    _letter, slip = first.split("Tear off here")
    assert [box in slip for box in boxes] == [True] * 3
    assert [
        part in slip for part in (ready.code, "#00000417", "Signature", settings.ORG_RETURN_ADDRESS[1])
    ] == [True] * 4
    assert "I keep bees in my mind." in second


def test_up_shows_her_photos_only_with_her_consent() -> None:
    shown, hidden = make_reachable(consent_photo_on=TODAY), make_reachable()
    submission = make_submission(consent_photo_on=timezone.localdate(), consent_photo_how="signed_form")
    photo_of(submission)
    key = actions.approve(submission=submission, by=make_moderator(), version=1).photos.get().file_key
    make_photo(shown, file_key=key)
    make_photo(hidden, file_key=key)

    files = [letter(about(OwedKind.UP, one)).pages[0].pdf for one in (shown, hidden)]

    assert [len(pictures(file)) for file in files] == [1, 0]


@pytest.mark.parametrize(
    ("sent", "words"), [(1, "1 letter that was"), (14, "14 letters that were"), (0, "0 letters")]
)
def test_renewal_counts_the_letters_that_were_sent(sent: int, words: str) -> None:
    listing = make_reachable()
    Listing.objects.update(letters_sent=sent)
    listing.refresh_from_db()

    text = " ".join(sheets(about(OwedKind.RENEWAL, listing, due=date(2027, 1, 31))))

    assert (words in text, "January 31, 2027" in text, "Yes, go on." in text) == (True, True, True)


def test_reminder_is_one_page_with_the_same_boxes() -> None:
    pages = sheets(about(OwedKind.REMINDER, make_reachable(), due=date(2027, 1, 31)))

    assert (len(pages), "Yes, go on." in pages[0], "Take my page down." in pages[0]) == (1, True, True)


# --- Every paper ---


def everything() -> list[Owed]:
    listing, submission = make_reachable(), wished()
    asks = Listing(
        committed_name="Ana Example",
        display_name="Ana",
        id_number="T-1",
        facility=listing.facility,
        system=listing.system,
    )
    return [
        about(OwedKind.PACKET, asks),
        about(OwedKind.PROOF, submission),
        about(OwedKind.UP, listing),
        about(OwedKind.CHANGES, submission),
        about(OwedKind.RENEWAL, listing, due=TODAY),
        about(OwedKind.REMINDER, listing, due=TODAY),
        about(OwedKind.WITHDRAWN, listing),
    ]


def test_every_page_bears_name_number_and_code_and_nothing_of_the_site(settings: Any) -> None:
    letters = everything()
    assert [one.kind for one in letters] == list(OwedKind)

    for one in letters:
        ready = letter(one)
        pages = [" ".join(page.split()) for part in ready.pages for page in text_of(part.pdf)]
        named = f"{one.person.committed_name} #{one.person.id_number}"
        assert [named in page and ready.code in page for page in pages] == [True] * len(pages)
        told = " ".join(pages).lower()
        assert [
            word for word in (settings.SITE_NAME.lower(), "pen pal", "http", "www.", "!") if word in told
        ] == []


@pytest.mark.parametrize("kind", [OwedKind.UP, OwedKind.RENEWAL])
def test_large_print_is_set_in_18_points(kind: OwedKind) -> None:
    one = about(kind, make_reachable(bio="A dozen words about bread. " * 60), due=TODAY)

    usual, large = letter(one), letter(replace(one, large=True))

    assert [round(ready.pages[0].size_pt, 1) for ready in (usual, large)] == [11.5, 17.9]
    assert large.count > usual.count


def test_packet_in_large_print_has_the_form_in_large_print() -> None:
    packet = everything()[0]

    counts = [letter(replace(packet, large=large)).pages[1].pages for large in (False, True)]

    assert counts == [4, 6]


def test_spanish_letter_has_the_spanish_form() -> None:
    packet = everything()[0]
    packet.person.language = "es"

    assert "Formulario para recibir cartas" in " ".join(sheets(packet))


def test_code_as_a_picture_holds_the_code_alone() -> None:
    squares = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", qr_svg("K7M2Q9X"))}

    again = segno.make("K7M2Q9X", micro=False, error="q", boost_error=True)
    assert (again.mode, again.version) == ("alphanumeric", 1)
    assert squares == {
        (x + 4, y + 4) for y, row in enumerate(again.matrix) for x, dark in enumerate(row) if dark
    }


def test_check_counts_every_page_that_goes_into_the_envelope() -> None:
    place = make_place({"max_pages": {"max": 4, "counts": ["pages"]}})
    listing = make_reachable(place=place)
    packet = Listing(
        committed_name="Ana Example", display_name="Ana", id_number="T-1", facility=place, system=place.system
    )

    prepared = batches.prepare([about(OwedKind.UP, listing), about(OwedKind.PACKET, packet)])

    assert ([one.owed.kind for one in prepared.ready], [one.kind for one, _why in prepared.left_out]) == (
        ["up"],
        ["packet"],
    )


# --- The way back ---


def printed(*letters: Owed) -> list[PrintedLetter]:
    batch = batches.print_batch(prepared=batches.prepare(letters), by=make_moderator())
    return list(batch.printed.order_by("pk"))


def find(client: Client, code: str) -> str:
    client.force_login(make_moderator())
    return client.get(reverse("admin:find"), {"q": code}).url


def test_code_on_a_letter_about_her_listing_opens_the_listing(client: Client) -> None:
    listing = make_reachable()
    one = printed(*owed())[0]

    assert read_code(one.code) == one.code
    assert find(client, one.code.lower()) == reverse("admin:profiles_listing_change", args=[listing.pk])


def test_code_on_a_proof_opens_the_submission(client: Client) -> None:
    submission = wished()
    one = printed(*owed())[0]

    assert one.code == submission.code
    assert find(client, one.code) == reverse("admin:profiles_submission_review", args=[submission.pk])


def test_code_on_a_packet_opens_the_form_with_what_we_know_of_her(client: Client) -> None:
    place = make_place()
    IncomingMail.objects.create(kind="asks_form", sender="Ana Example", id_number="T-1", facility=place)
    one = printed(*owed())[0]

    address = find(client, one.code)
    form = client.get(address).context["adminform"].form

    assert address == f"{reverse('admin:profiles_submission_add')}?code={one.code}"
    known = {name: form[name].value() for name in ("paper_code", "committed_name", "id_number", "facility")}
    assert known == {
        "paper_code": one.code, "committed_name": "Ana Example", "id_number": "T-1", "facility": place.pk,
    }  # fmt: skip


def test_confirmation_of_a_withdrawal_is_printed_although_nothing_of_her_is_kept() -> None:
    listing = make_reachable()
    printed(*owed())
    actions.withdraw(listing=listing, by=make_moderator())

    (one,) = owed()
    text = " ".join(sheets(one))

    assert (one.kind, "Maria Elena Delgado #00000417" in text) == ("withdrawn", True)
    assert "We took your page down, as you asked." in text


def test_mail_with_the_code_of_a_letter_is_about_her_listing() -> None:
    listing = make_reachable()
    one = printed(*owed())[0]

    mail = incoming.log(mail=IncomingMail(kind="withdrawal", code=one.code), by=make_moderator())

    assert mail.listing == listing


def test_form_that_comes_in_with_a_fresh_code_is_typed_in_next(client: Client) -> None:
    client.force_login(make_moderator())
    code = batches.fresh_code()

    answer = client.post(
        reverse("admin:letters_incomingmail_add"),
        {"code": code, "kind": "form", "received_on": str(timezone.localdate())},
    )

    assert answer.url == f"{reverse('admin:profiles_submission_add')}?code={code}"


def test_large_print_is_remembered_from_her_mail() -> None:
    listing, other = make_reachable(), make_reachable(id_number="T-2")
    IncomingMail.objects.create(kind="other", listing=listing, large_print=True)

    assert {one.person: one.large for one in owed()} == {listing: True, other: False}


def test_page_of_what_is_owed_prints_in_the_size_that_is_ticked(client: Client) -> None:
    place = make_place()
    for number in ("T-1", "T-2"):
        make_reachable(place=place, id_number=number, bio="A dozen words about bread. " * 60)
    client.force_login(make_moderator())
    keys = [one.key for one in owed()]

    client.post(reverse("admin:letters_owed"), {"key": keys, "large": keys[:1]})

    assert {one.key: one.pages for one in PrintedLetter.objects.all()} == {keys[0]: 3, keys[1]: 2}


def test_cover_list_names_each_letter_of_the_pile_in_its_order(client: Client) -> None:
    place = make_place()
    for name, number in (("Ana One", "T-1"), ("Bea Two", "T-2")):
        make_reachable(place=place, committed_name=name, id_number=number)
    letters = printed(*owed())
    client.force_login(make_moderator())

    pdf = client.get(reverse("admin:letters_letterbatch_file", args=[letters[0].batch.pk, "cover"])).content

    (page,) = text_of(pdf)
    places = [page.index(part) for one in letters for part in (one.name, one.code)]
    assert places == sorted(places)


# --- The form that anybody may print ---


def form(client: Client, query: str = "") -> list[str]:
    return text_of(client.get(reverse("letters:intake-form") + query).content)


def code_on(pages: list[str]) -> set[str]:
    """The codes that stand on the pages."""
    return {word for page in pages for word in page.split() if read_code(word) == word}


def test_form_bears_a_fresh_code_on_each_page(client: Client) -> None:
    first, second = form(client), form(client)

    codes = [code_on([page]) for page in first]
    assert [len(found) for found in codes] == [1, 1, 1, 1]
    assert codes == [codes[0]] * 4
    assert code_on(second) != codes[0]


def test_form_for_a_request_bears_its_code(client: Client) -> None:
    submission = wished()

    status = client.get(reverse("profiles:status", args=[submission.status_token])).content.decode()

    assert f"{reverse('letters:intake-form')}?code={submission.code}" in status
    assert code_on(form(client, f"?code={submission.code}")) == {submission.code}


def test_form_ignores_what_is_no_code(client: Client) -> None:
    assert "ABCDEFG" not in " ".join(form(client, "?code=ABCDEFG"))


@pytest.mark.parametrize(
    ("query", "pages"), [("", 4), ("?size=regular", 4), ("?size=large", 6), ("?size=large&lang=es", 6)]
)
def test_form_in_large_print(query: str, pages: int, client: Client) -> None:
    assert len(form(client, query)) == pages


def test_form_in_another_size_names_those_there_are(client: Client) -> None:
    answer = client.get(reverse("letters:intake-form") + "?size=huge")

    assert (answer.status_code, "regular, large" in answer.content.decode()) == (400, True)


def test_form_is_signed_on_the_page_of_its_consents_in_large_print_too(client: Client) -> None:
    last = form(client, "?size=large")[-1]

    assert ("List me on" in last, "Signature" in last) == (True, True)
