"""Mail that comes from the women: logged, found by its code, acted on, and forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from letters import incoming
from letters.models import IncomingMail, Letter
from letters.states import IncomingKind
from profiles.errors import NotAllowed, WrongState
from profiles.models import Listing, User
from profiles.queues import queues
from tests.factories import make_listing, make_moderator, make_submission, make_user, make_withdrawn
from tests.letters.places import make_reachable
from tests.letters.test_loop import member_of

pytestmark = pytest.mark.django_db


def logged(by: User | None = None, **fields: Any) -> IncomingMail:
    return incoming.log(mail=IncomingMail(**fields), by=by or make_moderator())


def test_log_finds_whose_it_is_by_the_code() -> None:
    listing = make_listing()
    submission = make_submission(listing=listing)
    letter = Letter.objects.create(writer=make_user(), listing=listing)

    by_form = logged(kind="form", code=submission.code.lower())
    by_letter = logged(kind="reply", code=letter.code)
    by_slug = logged(kind="complaint", code=listing.slug)
    unknown = logged(kind="other", code="no code")

    assert [one.listing for one in (by_form, by_letter, by_slug, unknown)] == [
        listing,
        listing,
        listing,
        None,
    ]
    assert (by_form.submission, by_letter.letter) == (submission, letter)


def test_log_finds_whose_it_is_by_her_number_where_only_one_has_it() -> None:
    listing = make_listing(id_number="W7")
    make_withdrawn(id_number="W8")
    make_listing(id_number="W9")
    twin = make_listing(id_number="W9")

    found = [logged(kind="complaint", id_number=number).listing for number in (" w7", "W8", "W9", "")]

    assert found == [listing, None, None, None]
    assert logged(kind="complaint", id_number="W9", facility=twin.facility).listing == twin


def test_log_of_an_answer_tells_the_writer_and_names_nobody() -> None:
    listing = make_listing(display_name="Rosalind")
    letter = Letter.objects.create(writer=make_user(email="w@example.org"), listing=listing)

    incoming.tell_writer.func(letter.pk)

    message = outbox.outbox[0]
    assert (message.to, letter.code in message.body, "Rosalind" in message.body) == (
        ["w@example.org"],
        True,
        False,
    )


def test_withdrawal_is_one_click_from_the_log(client: Client) -> None:
    listing = make_reachable()
    client.force_login(member_of("senior moderator"))

    response = client.post(
        reverse("admin:letters_incomingmail_add"),
        {"code": listing.slug, "kind": "withdrawal", "received_on": str(timezone.localdate())},
    )
    client.post(response.url)

    assert response.url == reverse(
        "admin:letters_incomingmail_withdraw", args=[IncomingMail.objects.get().pk]
    )
    assert Listing.objects.get().state == "withdrawn"
    assert IncomingMail.objects.get().done == "Listing withdrawn"


@pytest.mark.parametrize("role", ["data entry", "moderator", "mail coordinator", "auditor"])
def test_withdrawal_from_the_log_is_for_senior_moderators(role: str, client: Client) -> None:
    mail = logged(kind="withdrawal", code=make_listing().slug)
    client.force_login(member_of(role))

    response = client.post(reverse("admin:letters_incomingmail_withdraw", args=[mail.pk]))

    assert (response.status_code, Listing.objects.get().state) == (403, "published")


def test_withdrawal_of_nobody_is_refused() -> None:
    with pytest.raises(NotAllowed):
        incoming.withdraw(mail=logged(kind="withdrawal", code=""), by=make_moderator())


def test_log_of_a_wish_for_a_form_needs_her_address(client: Client) -> None:
    client.force_login(member_of("data entry"))
    posted = {"kind": "asks_form", "received_on": str(timezone.localdate())}

    response = client.post(reverse("admin:letters_incomingmail_add"), posted)

    assert "we need her name, her number and her facility" in response.content.decode()
    assert IncomingMail.objects.count() == 0


@pytest.mark.parametrize("role", ["data entry", "moderator", "mail coordinator"])
def test_withdrawal_logged_by_others_hides_her_and_waits_for_a_senior_moderator(
    role: str, client: Client
) -> None:
    listing = make_reachable()
    client.force_login(member_of(role))
    posted = {"code": listing.slug, "kind": "withdrawal", "received_on": str(timezone.localdate())}

    response = client.post(reverse("admin:letters_incomingmail_add"), posted, follow=True)

    assert response.redirect_chain == [(reverse("admin:letters_incomingmail_add"), 302)]
    assert "A senior moderator still has to carry out the withdrawal." in response.content.decode()
    listing.refresh_from_db()
    assert (listing.state, listing.hidden_reason, client.get(listing.get_absolute_url()).status_code) == (
        "hidden",
        "her_wish",
        410,
    )
    waiting = {queue.title: (queue.count, queue.late) for queue in queues(member_of("senior moderator"))}
    assert waiting["Withdrawals that came by post"] == (1, 1)


# --- What asks for a hand ---


@pytest.mark.parametrize("kind", IncomingKind)
def test_to_act_on_is_what_nobody_has_settled(kind: IncomingKind) -> None:
    bare = logged(kind=kind)
    logged(kind=kind, done="Filed")

    waits = kind not in (IncomingKind.FORM, IncomingKind.ASKS_FORM)
    assert list(IncomingMail.objects.to_act_on()) == ([bare] if waits else [])


def test_withdrawals_that_were_carried_out_wait_no_more() -> None:
    living, gone = make_listing(), make_withdrawn()
    open_one, unknown = logged(kind="withdrawal", code=living.slug), logged(kind="withdrawal")
    logged(kind="withdrawal", code=gone.slug)
    logged(kind="complaint", code=living.slug)

    assert set(IncomingMail.objects.withdrawals()) == {open_one, unknown}


def test_withdrawal_from_the_log_settles_every_piece_that_asks_for_it() -> None:
    listing = make_listing()
    first, again = (logged(kind="withdrawal", code=listing.slug) for _time in range(2))

    incoming.withdraw(mail=first, by=make_moderator())

    assert list(IncomingMail.objects.to_act_on()) == []
    with pytest.raises(WrongState):
        incoming.withdraw(mail=again, by=make_moderator())


# --- Answers ---


def answer_to(**fields: Any) -> IncomingMail:
    letter = Letter.objects.create(
        writer=User.objects.filter(email="w@example.org").first() or make_user(email="w@example.org"),
        listing=make_listing(display_name="Rosalind"),
        return_lines="Zoe Marsh\n48 Sample Street\nDuluth, MN 00000",
    )
    return logged(kind="reply", code=letter.code, **fields)


def test_answer_is_sent_on_once_and_the_writer_is_told_without_a_name(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, told = answer_to(), []
    monkeypatch.setattr(incoming.tell_forwarded.__class__, "enqueue", lambda _task, pk: told.append(pk))

    with django_capture_on_commit_callbacks(execute=True):
        incoming.forward(mail=mail, by=make_moderator())
    with pytest.raises(WrongState):
        incoming.forward(mail=mail, by=make_moderator())

    assert (mail.forwarded_on, told) == (timezone.localdate(), [mail.letter_id])
    incoming.tell_forwarded.func(mail.letter_id)
    message = outbox.outbox[-1]
    assert (message.to, mail.letter.code in message.body, "Rosalind" in message.body) == (
        ["w@example.org"],
        True,
        False,
    )


def test_what_is_no_answer_is_not_sent_on() -> None:
    with pytest.raises(WrongState):
        incoming.forward(mail=logged(kind="complaint"), by=make_moderator())


def test_answer_tells_its_writer_once_however_often_the_piece_is_corrected(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(incoming.tell_writer.__class__, "enqueue", lambda _task, pk: told.append(pk))
    by = member_of("mail coordinator")

    with django_capture_on_commit_callbacks(execute=True):
        mail = answer_to(by=by)
        incoming.log(mail=mail, by=make_moderator())
        incoming.log(mail=IncomingMail.objects.get(), by=make_moderator())

    assert (told, mail.logged_by) == ([mail.letter_id], by)


def test_page_of_an_answer_shows_where_it_goes_and_notes_that_it_went(client: Client) -> None:
    mail = answer_to()
    url = reverse("admin:letters_incomingmail_forward", args=[mail.pk])
    client.force_login(member_of("mail coordinator"))

    page = client.get(url).content.decode()
    client.post(url)

    mail.refresh_from_db()
    assert ("48 Sample Street" in page, mail.forwarded_on) == (True, timezone.localdate())
    assert "48 Sample Street" not in client.get(url).content.decode()


def test_page_of_an_answer_is_there_for_answers_only(client: Client) -> None:
    client.force_login(member_of("mail coordinator"))
    mail = logged(kind="complaint")

    assert client.get(reverse("admin:letters_incomingmail_forward", args=[mail.pk])).status_code == 404


def test_answers_to_send_on_are_a_queue_with_their_age() -> None:
    answer_to(received_on=timezone.localdate() - timedelta(days=4))
    answer_to(received_on=timezone.localdate() - timedelta(days=9), forwarded_on=timezone.localdate())

    waiting = {queue.title: (queue.count, queue.note) for queue in queues(member_of("mail coordinator"))}

    assert waiting["Answers to send on"] == (1, "oldest: 4 days")


# --- Scans ---


def test_scan_of_a_piece_opens_from_the_list_and_from_its_page(client: Client) -> None:
    client.force_login(member_of("mail coordinator"))
    paper = SimpleUploadedFile("scan.pdf", b"%PDF-1.7\n%%EOF", content_type="application/pdf")
    client.post(
        reverse("admin:letters_incomingmail_add"),
        {"kind": "complaint", "received_on": str(timezone.localdate()), "paper": paper},
    )
    mail = IncomingMail.objects.get()
    url = reverse("admin:letters_incomingmail_scan", args=[mail.pk])

    pages = [
        client.get(reverse("admin:letters_incomingmail_changelist")).content.decode(),
        client.get(reverse("admin:letters_incomingmail_change", args=[mail.pk])).content.decode(),
    ]

    assert [url in page for page in pages] == [True, True]
    assert b"".join(client.get(url).streaming_content).startswith(b"%PDF")
    bare = logged(kind="other")
    assert client.get(reverse("admin:letters_incomingmail_scan", args=[bare.pk])).status_code == 404
