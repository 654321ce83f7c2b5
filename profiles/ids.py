"""The shape of ID numbers, system by system. A number that does not fit is worth a second look, never a refusal:
what we know of these shapes is general knowledge.
"""

import re
from functools import lru_cache

from django.utils.crypto import salted_hmac

_SEPARATORS = re.compile(r"[\s#.]+")
_SIGNS = {"#": "[0-9]", "@": "[A-Z]"}


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    shapes = (shape.strip().upper() for shape in pattern.split("|"))
    return re.compile(
        "|".join("".join(_SIGNS.get(char, re.escape(char)) for char in shape) for shape in shapes)
    )


def is_pattern(pattern: str) -> bool:
    """Whether each shape of a pattern has a sign, and nothing but signs, letters, digits and hyphens."""
    shapes = [shape.strip() for shape in pattern.split("|")]
    return all(re.fullmatch(r"[A-Za-z0-9#@\-]+", shape) and set(shape) & set(_SIGNS) for shape in shapes)


def fits(pattern: str, number: str) -> bool | None:
    """Whether an ID number has one of the shapes of a pattern; None where there is no pattern.

    In a pattern `#` is a digit, `@` a letter, `|` stands between shapes, everything else is itself. Case, spaces,
    full stops and a number sign do not matter; hyphens do not matter where no shape has one.
    """
    if not pattern.strip():
        return None
    plain = _SEPARATORS.sub("", number).upper()
    if "-" not in pattern:
        plain = plain.replace("-", "")
    return _compiled(pattern).fullmatch(plain) is not None


def id_hash(system: str, number: str) -> str:
    """What a tombstone keeps of a woman: a keyed hash of her system's slug and her number, whatever its case.

    With it a form from before her withdrawal is known; without the site's key it names nobody.
    """
    text = f"{system}:{number.strip().casefold()}"
    return salted_hmac("profiles.ids.tombstone", text, algorithm="sha256").hexdigest()
