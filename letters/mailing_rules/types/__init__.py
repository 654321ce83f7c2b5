"""The 29 types of rule, each a small class; importing this package makes them known by name."""

from letters.mailing_rules.types import (
    address,
    contents,
    envelope,
    kinds,
    letter,
    notices,
    people,
    printed,
    writing,
)

__all__ = ["address", "contents", "envelope", "kinds", "letter", "notices", "people", "printed", "writing"]
