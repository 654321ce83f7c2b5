"""Shapes of ID numbers."""

import pytest

from letters.mailing_rules.files import load_systems
from profiles.ids import fits, is_pattern
from profiles.sample.numbers import id_number


@pytest.mark.parametrize(
    ("pattern", "number", "right"),
    [
        ("######", "123456", True),
        ("######", "12 34 56", True),
        ("######", "#123456", True),
        ("######", "12-3456", True),
        ("######", "12345", False),
        ("######", "1234567", False),
        ("######", "A12345", False),
        ("#####-###", "12345-678", True),
        ("#####-###", "12345678", False),
        ("##-@-####", "12-g-0345", True),
        ("W######", "w012345", True),
        ("W######", "V012345", False),
        ("####|######", "1234", True),
        ("####|######", "12345", False),
        ("@#####", "١12345", False),
        ("######", "", False),
        ("", "anything", None),
        ("  ", "anything", None),
    ],
)
def test_fits_by_digits_letters_and_marks(pattern, number, right) -> None:
    assert fits(pattern, number) is right


@pytest.mark.parametrize(
    ("pattern", "right"),
    [
        ("#####-###", True),
        ("W######|######", True),
        ("", False),
        ("ABC", False),
        ("##(#", False),
        ("##|", False),
    ],
)
def test_is_pattern_needs_a_sign_in_each_shape(pattern, right) -> None:
    assert is_pattern(pattern) is right


def test_patterns_of_our_data_are_patterns_and_fit_its_examples() -> None:
    systems = [system for system in load_systems().values() if system.id_pattern]

    assert len(systems) == 52
    assert [system.slug for system in systems if not is_pattern(system.id_pattern)] == []
    # Sample numbers of New Jersey have no letter at their end.
    odd = [system.slug for system in systems if not fits(system.id_pattern, id_number(system.id_format, 1))]
    assert odd == ["us-nj-doc"]
