"""Slugs and short codes."""

import pytest

from profiles.codes import ALPHABET, check_character, random_code, random_slug, read_code


def test_random_slug_has_eight_characters_without_look_alikes() -> None:
    slugs = [random_slug() for _ in range(200)]

    assert {len(slug) for slug in slugs} == {8}
    assert set("".join(slugs)) <= set(ALPHABET.lower())
    assert not set("".join(slugs)) & set("0o1il5s2z8b") - {"2"}


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_read_code_forgives_spaces_and_case(typed: str) -> None:
    code = random_code()

    assert read_code(typed.format(code.lower())) == code
    assert read_code(typed.format(f"{code[:3]}-{code[3:]}")) == code


def test_read_code_finds_every_single_wrong_character() -> None:
    code = random_code()

    for place, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            assert read_code(code[:place] + wrong + code[place + 1 :]) is None


def test_read_code_finds_every_swap_of_neighbours() -> None:
    code = "234679" + check_character("234679")

    for place in range(len(code) - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert (read_code(swapped) is None) == (swapped != code)


@pytest.mark.parametrize("typed", ["", "ABC", "0000000", "234679", "23467923", "💌" * 7])
def test_read_code_refuses_what_is_no_code(typed: str) -> None:
    assert read_code(typed) is None
