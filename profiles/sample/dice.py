"""Dice that always fall the same way for the same seed."""

from random import Random


def dice_of(*seed: object) -> Random:
    """A source of choices for sample content; never for anything secret."""
    return Random(" ".join(str(part) for part in seed))  # noqa: S311
