"""The stock of sentences: well formed, of known words, fit to be read by anybody."""

import re
from collections import Counter
from random import Random

import pytest

from profiles.sample.names import ORIGINS, display_name, full_name, words_of
from profiles.sample.numbers import id_number, in_words
from profiles.sample.people import FAITHS, SECOND_LANGUAGES
from profiles.sample.phrases import KINDS, Block, Phrase, blocks, read_phrase
from profiles.sample.portraits.choosing import FAMILIES
from profiles.sample.stories import pieces
from profiles.vocabulary import Faith, Interest, Language

SLOTS = {"town", "years", "few", "age", "soon", "grand"}
CONDITIONS = {
    "kids", "nokids", "city", "country", "vet", "spanish", "native", "immigrant", "faithful", "soon", "later", "life",
    "romance", *(f"faith {faith}" for faith in Faith.values),
}  # fmt: skip
NEVER = re.compile(
    r"\b(inmates?|convicts?|offenders?|felons?|penpals?)\b|!|https?:|www\.|@|\*", re.IGNORECASE
)
ALL_BLOCKS = [
    (language, block) for language in ("en", "es") for kind in KINDS for block in blocks(language, kind)
]


def _phrases(block: Block) -> list[Phrase]:
    return [*block.headlines, *block.openings, *block.details]


def _wordings(phrase: Phrase) -> list[str]:
    return [text for part in phrase.parts for text in ([part] if isinstance(part, str) else part)]


def _longest(phrase: Phrase) -> str:
    return "".join(part if isinstance(part, str) else max(part, key=len) for part in phrase.parts)


def test_read_phrase_says_one_of_the_wordings() -> None:
    phrase = read_phrase("i like [tea|coffee] in {town}.")

    said = {phrase.say(Random(seed), {"town": "Lima"}) for seed in range(20)}

    assert said == {"I like tea in Lima.", "I like coffee in Lima."}


def test_block_suits_by_age_and_conditions() -> None:
    block = Block("jobs", "x", ("art",), frozenset({"vet"}), 24, 60)

    assert block.suits(24, frozenset({"vet", "kids"}))
    assert not block.suits(23, frozenset({"vet"}))
    assert not block.suits(61, frozenset({"vet"}))
    assert not block.suits(30, frozenset({"kids"}))


def test_blocks_are_well_formed() -> None:
    for _, block in ALL_BLOCKS:
        assert block.openings, block.key
        assert set(block.interests) <= set(Interest.values), block.key
        assert block.interests, block.key
        assert block.needs <= CONDITIONS, block.key


def test_blocks_fill_only_known_slots() -> None:
    for _, block in ALL_BLOCKS:
        used = {
            slot
            for phrase in _phrases(block)
            for text in _wordings(phrase)
            for slot in re.findall(r"\{(\w*)\}", text)
        }
        assert used <= SLOTS, block.key


def test_blocks_keys_differ_within_a_kind() -> None:
    counted = Counter((language, block.kind, block.key) for language, block in ALL_BLOCKS)

    assert [key for key, times in counted.items() if times > 1] == []


def test_headlines_are_short() -> None:
    long = [
        _longest(phrase)
        for _, block in ALL_BLOCKS
        for phrase in block.headlines
        if len(_longest(phrase)) > 112
    ]

    assert long == []


def test_words_never_say_what_the_site_never_says() -> None:
    texts = [text for _, block in ALL_BLOCKS for phrase in _phrases(block) for text in _wordings(phrase)]
    texts += [text for piece in pieces() for text in (piece.title, piece.summary, piece.body, piece.alt)]

    assert [text for text in texts if NEVER.search(text)] == []


def test_stock_is_large_enough() -> None:
    sentences = Counter(language for language, block in ALL_BLOCKS for _ in _phrases(block))

    assert sentences["en"] > 1_000
    assert sentences["es"] > 150


def test_pieces_are_enough_and_whole() -> None:
    kinds = Counter((piece.language, piece.kind) for piece in pieces())

    assert kinds["en", "essay"] + kinds["en", "poem"] >= 14
    assert kinds["es", "essay"] + kinds["es", "poem"] >= 4
    for piece in pieces():
        assert piece.interest in Interest.values
        assert piece.language in Language.values
        assert len(piece.title) <= 120
        assert 0 < len(piece.summary) <= 240
        assert (piece.kind == "drawing") == bool(piece.drawing) == bool(piece.alt)


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        ("#####-###", "00000-417"),
        ("6 digits", "000417"),
        ("5-7 digits", "0000417"),
        ("one letter and 5 digits, for example R12345 or Y12345", "R00417"),
        ("NN-L-NNNN, for example 12-G-0345 (G marks women)", "00-G-0417"),
        ("A and 8 or 9 digits", "A000000417"),
        ("@#####|######", "000417"),
        ("", "0000417"),
    ],
)
def test_id_number_has_the_shape(shape: str, number: str) -> None:
    assert id_number(shape, 0) == number


@pytest.mark.parametrize("shape", ["6 digits", "2 letters and 4 digits, for example AB1234"])
def test_id_number_differs_for_each_serial(shape: str) -> None:
    assert len({id_number(shape, serial) for serial in range(10_000)}) == 10_000


def test_id_number_says_when_the_shape_is_full() -> None:
    with pytest.raises(ValueError, match="no room"):
        id_number("##", 100)


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [(3, "en", "three"), (20, "en", "twenty"), (43, "en", "forty-three"), (21, "es", "veintiún"),
     (31, "es", "treinta y un"), (40, "es", "cuarenta"), (58, "es", "cincuenta y ocho")],
)  # fmt: skip
def test_in_words(number: int, language: str, words: str) -> None:
    assert in_words(number, language) == words


def test_names_are_there_for_every_family() -> None:
    origins = {origin for choices in ORIGINS.values() for origin, _ in choices} | (
        set(FAMILIES) - set(ORIGINS)
    )

    assert origins == set(FAITHS) == set(SECOND_LANGUAGES)
    for origin in origins:
        assert words_of("last", origin)
        for generation in ("young", "grown", "older"):
            assert words_of("first", origin, generation)


def test_full_name_follows_the_generation() -> None:
    first, _, last = full_name(Random(1), "birch", 70)

    assert first in words_of("first", "birch", "older")
    assert last in words_of("last", "birch")


def test_display_name_never_gives_the_last_name() -> None:
    shown = {display_name(Random(seed), "Deborah", "Kessler") for seed in range(60)}

    assert shown == {"Deborah", "Deborah K.", "Debbie", "Debbie K."}
