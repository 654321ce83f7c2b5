"""Slugs and short codes: read aloud, copied by hand and typed back without a slip going unnoticed.

The alphabet has no vowels (so no words appear) and no two characters that look alike (0 O, 1 I L, 5 S, 2 Z, 8 B).
Its size, 23, is prime, so one check character finds every single wrong character and every swap of neighbours.
"""

import secrets

ALPHABET = "234679CDFGHJKMNPQRTVWXY"
SLUG_LENGTH = 8
CODE_LENGTH = 7


def random_slug() -> str:
    """Eight random lower-case characters (about 36 bits), no part of anybody's name."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SLUG_LENGTH)).lower()


def check_character(body: str) -> str:
    """The character that makes the weighted sum of a code come out at 0 modulo 23."""
    total = sum(weight * ALPHABET.index(char) for weight, char in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def random_code() -> str:
    """A short code: six random characters and a check character, upper case."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return body + check_character(body)


def read_code(typed: str) -> str | None:
    """The code somebody typed or scanned, or None where it cannot be one.

    Spaces, hyphens and case do not matter.
    """
    code = "".join(typed.upper().split()).replace("-", "")
    if len(code) != CODE_LENGTH or any(char not in ALPHABET for char in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None
