"""Each rule of retention: what is old enough goes, what is younger or of another kind stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from letters.models import Letter, LetterPhoto, Night, NightLetter, WrongReport
from penpal import retention
from profiles import actions, chores
from profiles.models import EventWords, ModerationEvent, Report, Scan, Submission, Suggestion, User
from tests.factories import make_facility, make_listing, make_submission
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


def _run(function: Any) -> int:
    [rule] = [rule for rule in retention.RULES if rule.forget is function]
    return rule.run()


def _days_ago(function: Any, more: int) -> Any:
    [rule] = [rule for rule in retention.RULES if rule.forget is function]
    return timezone.now() - timedelta(days=rule.days + more)


def test_words_of_old_handled_reports_go(moderator: User) -> None:
    made = [
        actions.report(
            listing=make_listing(), reason="other", text=text, contact="x@example.org", address=text
        )
        for text in ("old", "young", "waits")
    ]
    for one in made[:2]:
        actions.handle_report(report=one, by=moderator, outcome="Spoke with her.")
    Report.objects.filter(pk=made[0].pk).update(handled_at=_days_ago(retention.forget_words_of_reports, 1))
    Report.objects.filter(pk=made[1].pk).update(handled_at=_days_ago(retention.forget_words_of_reports, -1))
    Report.objects.filter(pk=made[2].pk).update(reported_at=_days_ago(retention.forget_words_of_reports, 500))

    counts = [_run(retention.forget_words_of_reports) for _ in range(2)]

    assert counts == [1, 0]
    assert [report.text for report in Report.objects.order_by("pk")] == ["", "young", "waits"]
    old = Report.objects.get(pk=made[0].pk)
    assert (old.contact, old.address_hash, old.outcome) == ("", "", "Spoke with her.")


def test_words_of_old_handled_suggestions_go(moderator: User) -> None:
    old, young, waits = (
        actions.suggest(about=Suggestion.About.PAGE, text=text, contact="x@example.org")
        for text in ("old", "young", "waits")
    )
    for one in (old, young):
        actions.handle_suggestion(suggestion=one, by=moderator, outcome="Corrected.")
    forget = retention.forget_words_of_suggestions
    Suggestion.objects.filter(pk=old.pk).update(handled_at=_days_ago(forget, 1))
    Suggestion.objects.filter(pk=waits.pk).update(sent_at=_days_ago(forget, 500))

    assert [_run(forget) for _ in range(2)] == [1, 0]

    assert [one.text for one in Suggestion.objects.order_by("pk")] == ["", "young", "waits"]
    old.refresh_from_db()
    assert (old.contact, old.outcome) == ("", "Corrected.")


def test_privacy_page_says_the_terms_that_the_chores_keep_to(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = parse(client.get("/privacy/")).texts("td")
    monkeypatch.setattr(
        retention, "RULES", [replace(rule, days=rule.days + 1000) for rule in retention.RULES]
    )

    after = parse(client.get("/privacy/")).texts("td")

    assert before == [
        "1 day",
        "7 days",
        "14 days",
        "30 days",
        "30 days",
        "90 days",
        *["180 days"] * 5,
        *["365 days"] * 4,
        "730 days",
    ]
    assert after[-1] == "1730 days"


def test_old_declined_submissions_go_with_scans_and_words(moderator: User) -> None:
    old, young = make_submission(), make_submission()
    scan = Scan(media_type="application/pdf")
    scan.file.save("scan.pdf", ContentFile(b"%PDF-"))
    Submission.objects.filter(pk=old.pk).update(consent_listing_scan=scan)
    for one in (old, young):
        actions.decline(submission=one, by=moderator, version=1, reason="other", note="Sorry.")
    Submission.objects.filter(pk=old.pk).update(decided_at=_days_ago(retention.forget_declined, 1))

    assert _run(retention.forget_declined) == 1

    assert list(Submission.objects.all()) == [young]
    assert Scan.objects.count() == 0
    assert {words.event.subject_id for words in EventWords.objects.all()} == {young.pk}
    assert ModerationEvent.objects.filter(subject_id=old.pk, kind="declined").exists()


def test_senders_of_what_was_approved_long_ago_are_forgotten(moderator: User) -> None:
    old = make_submission(
        submitter_name="Mother", submitter_email="m@example.org", submitter_relation="mother"
    )
    young = make_submission(submitter_email="sister@example.org")
    for one in (old, young):
        actions.approve(submission=one, by=moderator, version=1)
    Submission.objects.filter(pk=old.pk).update(decided_at=_days_ago(retention.forget_senders, 1))

    assert [_run(retention.forget_senders) for _ in range(2)] == [1, 0]

    old, young = Submission.objects.order_by("pk")
    assert (old.submitter_name, old.submitter_email, old.submitter_relation) == ("", "", "")
    assert young.submitter_email == "sister@example.org"
    assert old.consent_listing_on is not None


def test_ended_sign_ins_leave_the_list(writer: User) -> None:
    ended, still_open = Client(), Client()
    for client in (ended, still_open):
        client.post("/accounts/login/", {"login": writer.email, "password": "correct horse battery"})
    ended.session.delete()
    UserSession.objects.update(created_at=_days_ago(retention.forget_sign_ins, 1))

    assert _run(retention.forget_sign_ins) == 1

    assert [one.session_key for one in UserSession.objects.all()] == [still_open.session.session_key]


def _letter(writer: User, **fields: Any) -> Letter:
    words = {"body": "Words", "return_lines": "Road 1", "choices": "{}", "committed_name": "Ann Doe"}
    return Letter.objects.create(writer=writer, **words | fields)


def test_words_of_letters_printed_long_ago_go_and_their_history_stays(client: Client, writer: User) -> None:
    forget = retention.forget_printed_letters
    printed = {"state": "mailed", "mailed_on": timezone.localdate()}
    old = _letter(writer, printed_at=_days_ago(forget, 1), findings=[{"message": "x"}], **printed)
    young = _letter(writer, printed_at=_days_ago(forget, -1), **printed)
    draft = _letter(writer, created_at=_days_ago(forget, 1), printed_at=None)
    for one in (old, young):
        LetterPhoto.objects.create(letter=one, position=0, width=1, height=1, words="Her", jpeg="x")

    assert [_run(forget) for _ in range(2)] == [1, 0]

    old.refresh_from_db()
    assert {getattr(old, name) for name in retention.LETTER_WORDS} == {""}
    assert (old.findings, old.state, old.mailed_on) == ([], "mailed", timezone.localdate())
    assert {one.body for one in Letter.objects.filter(pk__in=[young.pk, draft.pk])} == {"Words"}
    assert [photo.letter for photo in LetterPhoto.objects.all()] == [young]
    client.force_login(writer)
    pages = [client.get(one.get_absolute_url()).content.decode() for one in (old, young)]
    assert ["The words of this letter were deleted" in page for page in pages] == [True, False]


def test_letter_drafts_that_nobody_went_on_with_go(writer: User) -> None:
    forget = retention.forget_letter_drafts
    _letter(writer, updated_at=_days_ago(forget, 1))
    young = _letter(writer, updated_at=_days_ago(forget, -1))
    printed = _letter(writer, updated_at=_days_ago(forget, 1), state="printed", printed_at=timezone.now())

    assert [_run(forget) for _ in range(2)] == [1, 0]

    assert set(Letter.objects.all()) == {young, printed}


def test_letter_nights_of_long_ago_go_and_their_letters_stay(writer: User) -> None:
    forget = retention.forget_nights
    old = Night.objects.create(writer=writer, draft="{}", finished_at=_days_ago(forget, 1))
    NightLetter.objects.create(night=old, position=0, display_name="Ann")
    letter = _letter(writer, night=old)
    young = Night.objects.create(writer=writer, draft="{}", finished_at=_days_ago(forget, -1))
    going_on = Night.objects.create(writer=writer, draft="{}", created_at=_days_ago(forget, 1))

    assert [_run(forget) for _ in range(2)] == [1, 0]

    assert set(Night.objects.all()) == {young, going_on}
    assert NightLetter.objects.count() == 0
    assert list(Letter.objects.all()) == [letter]


def test_words_about_places_go_once_they_are_handled_long_ago(moderator: User) -> None:
    forget = retention.forget_words_about_places
    facility, done = make_facility(), {"handled_by": moderator, "outcome": "right"}
    for text, handled in (("old", _days_ago(forget, 1)), ("young", _days_ago(forget, -1)), ("waits", None)):
        WrongReport.objects.create(
            facility=facility, about="rule", text=text, contact="x@example.org", handled_at=handled,
            reported_at=_days_ago(forget, 300), **(done if handled else {}),
        )  # fmt: skip

    assert [_run(forget) for _ in range(2)] == [1, 0]

    found = [(one.text, one.contact) for one in WrongReport.objects.order_by("pk")]
    assert found == [("", ""), ("young", "x@example.org"), ("waits", "x@example.org")]


def test_daily_runs_every_rule() -> None:
    run = [one.run for one in chores.CHORES]

    assert [rule.title for rule in retention.RULES if rule.run not in run] == []
