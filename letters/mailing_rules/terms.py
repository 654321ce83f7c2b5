"""Closed lists of the mailpiece contract, sizes, and words that mean the same thing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

KINDS = ("letter", "postcard", "greeting_card")
SENDERS = ("person", "organization", "formerly_incarcerated", "minor", "incarcerated", "victim", "staff")
PRODUCED = ("typed", "printed", "handwritten")
TOOLS = (
    "pen", "gel_pen", "felt_tip", "pencil", "coloured_pencil", "marker", "highlighter", "crayon", "paint", "chalk",
)  # fmt: skip
WEIGHTS = ("plain", "card", "tissue", "tracing", "construction", "blotter", "heavy_art")
PRINTED_KINDS = ("web", "article", "clipping")
CARD_FORMS = (
    "plain", "folded", "multi_fold", "pop_up", "layered", "laminated", "musical", "padded", "homemade", "photocopy",
)  # fmt: skip
RETURN_ADDRESSES = ("full_name", "initials", "none")
CARRIERS = ("usps", "ups", "fedex")
CONFIDENCES = ("high", "medium", "low")

#: Inches a side may be over a limit and still keep it, and a hair more, so that 4.02 against 4 is not lost to
#: the way computers store fractions.
TOLERANCE = 0.02 + 1e-9


@dataclass(frozen=True, slots=True)
class Size:
    """Two lengths in inches, the short one first, so that turning a sheet changes nothing."""

    short: float
    long: float

    @classmethod
    def of(cls, one: float, other: float) -> "Size":
        return cls(min(one, other), max(one, other))

    def over(self, limit: "Size") -> bool:
        """Whether either side is longer than the limit allows."""
        return self.short > limit.short + TOLERANCE or self.long > limit.long + TOLERANCE

    def under(self, limit: "Size") -> bool:
        """Whether either side is shorter than the limit asks."""
        return limit.over(self)

    def differs(self, wanted: "Size") -> bool:
        return self.over(wanted) or self.under(wanted)


#: Sheets of paper. ISO 216 for A4.
PAGE_SIZES = {"letter": Size(8.5, 11), "a4": Size(8.27, 11.69), "legal": Size(8.5, 14)}
#: Envelopes. US sizes as sold; DL, C6 and C5 are 110 x 220, 114 x 162 and 162 x 229 mm (ISO 269).
ENVELOPE_SIZES = {
    "#10": Size(4.125, 9.5),
    "#9": Size(3.875, 8.875),
    "6x9": Size(6, 9),
    "A7": Size(5.25, 7.25),
    "DL": Size(4.33, 8.66),
    "C6": Size(4.49, 6.38),
    "C5": Size(6.38, 9.02),
}

_IRREGULAR = {"leaves": "leaf", "jewelry": "jewellery", "scent": "perfume"}


@lru_cache(maxsize=4096)
def same(word: str) -> str:
    """The form under which words that mean the same thing meet: lower case, singular, `_` between parts.

    "Paper clips" and `paper_clip` meet; so do `scent` and `perfume`.
    """
    plain = re.sub(r"[\s\-]+", "_", word.strip().lower()).replace("colored", "coloured")
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    if plain.endswith(("ches", "shes", "sses", "xes")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


def same_all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(same, words))


#: Photo types that are one and the same to a mailroom.
INSTANT_PHOTOS = same_all(["polaroid", "instant", "polaroid_with_backing"])


def photo_types(words: Iterable[str]) -> frozenset[str]:
    """Types of photo, every word for an instant photo made one."""
    return frozenset("polaroid" if word in INSTANT_PHOTOS else word for word in same_all(words))


#: What else an enclosure is called in the rules, besides its own word.
_ALSO_CALLED = {
    "stamps": ("postage_stamps", "postage_stamps_max_40"),
    "blank_envelope": ("envelopes", "blank_envelopes", "stationery"),
    "stamped_envelope": (
        "envelopes",
        "stamped_envelopes",
        "prepaid_envelopes",
        "self_addressed_stamped_envelope",
        "stamped_return_envelope",
        "embossed_envelopes_max_40",
    ),
    "stamped_postcard": ("prepaid_postcards",),
    "blank_paper": ("paper", "stationery", "blank_stationery", "writing_paper", "writing_materials"),
    "pen": ("writing_materials",),
    "check": ("checks", "personal_checks", "checks_from_non_family"),
    "cashiers_check": ("checks",),
    "money_order": ("money_orders_from_non_family",),
    "drawing": ("drawings", "pictures"),
    "letter_from_other": ("letters_from_third_persons", "third_party_letters"),
}
#: What a rule that forbids stamps forbids as well: things that carry a stamp.
_ALSO_FORBIDDEN_AS = {"stamped_envelope": ("postage_stamps",), "stamped_postcard": ("postage_stamps",)}
#: Words of the rules for cards of a certain form.
CARD_WORDS = {"musical": "musical_cards", "homemade": "homemade_cards", "laminated": "plastic_cards"}

_ALLOWED_AS = {same(word): same_all([word, *others]) for word, others in _ALSO_CALLED.items()}
_FORBIDDEN_AS = {
    word: names | same_all(_ALSO_FORBIDDEN_AS.get(word, ())) for word, names in _ALLOWED_AS.items()
}


def allowed_as(enclosure: str) -> frozenset[str]:
    """Words of the rules that allow this enclosure."""
    return _ALLOWED_AS.get(same(enclosure)) or frozenset({same(enclosure)})


def forbidden_as(enclosure: str) -> frozenset[str]:
    """Words of the rules that forbid this enclosure."""
    return _FORBIDDEN_AS.get(same(enclosure)) or frozenset({same(enclosure)})
