"""Phrases of the check: in the reader's language, whoever read before."""

from django.utils import translation

from letters.mailing_rules import check, parse_mailpiece
from letters.mailing_rules.phrases import gettext, language, one_language
from tests.letters.mailing import rule, target

PHRASE = "Where mail goes"


def _label_in(code: str | None) -> str:
    with translation.override(code), one_language():
        return gettext(PHRASE)


def test_gettext_speaks_the_active_language_each_time() -> None:
    said = [_label_in(code) for code in ("en", "es", "en", "es")]

    assert said[:2] == said[2:]
    assert (said[0], said[1] != said[0]) == (PHRASE, True)


def test_gettext_outside_of_a_check_says_the_same() -> None:
    with translation.override("es"):
        assert gettext(PHRASE) == translation.gettext(PHRASE) == _label_in("es")


def test_language_is_that_of_the_beginning_and_ends_with_the_check() -> None:
    with translation.override("es"):
        with one_language():
            within = language()
        with translation.override("en"):
            assert (within, language()) == ("es", "en")


def test_check_speaks_to_each_reader_in_turn() -> None:
    here, piece = target(rule("photos", {"max": 5})), parse_mailpiece({"pages": 1, "photos": {"count": 7}})
    said = []

    for code in ("en", "es", "en"):
        with translation.override(code):
            said.append([finding.message for finding in check(piece, here).findings])

    assert said[0] == said[2]
    assert [one == other for one, other in zip(said[0], said[1], strict=True)] == [False, False]
