"""Which portrait a seed stands for: features that belong together, thrown by dice that always fall the same way."""

from functools import lru_cache
from random import Random

from profiles.sample.dice import dice_of
from profiles.sample.portraits.clothes import GARMENTS, PATTERNS
from profiles.sample.portraits.palettes import CLOTHS, GROUNDS
from profiles.sample.portraits.spec import PortraitSpec

# Rows of numbers and words read better as rows.
# fmt: off

POOL_SIZE = 120

AGES = ("twenties", "thirties", "thirties", "forties", "forties", "fifties", "fifties", "sixties", "thirties",
        "seventies", "twenties", "forties")
"""Portraits go through the ages in this order."""

OLDER = ("sixties", "seventies")

# Families of looks: skins, hair colours, eyes, irises, noses, mouths, hair styles for younger and for older women.
# They keep features of one drawing plausible together; every family holds every age, build, expression and dress.
FAMILIES = {
    "birch": {
        "skins": ("porcelain", "fair", "fair", "rosy", "rosy"),
        "hairs": ("brown", "light brown", "dark blonde", "blonde", "auburn", "red", "dark brown", "brown"),
        "irises": ("blue", "grey", "green", "hazel", "brown"),
        "eyes": ("almond", "round", "soft", "deep", "smiling"),
        "noses": ("slim", "straight", "button", "long"),
        "mouths": ("calm", "slight smile", "warm smile", "thin smile", "open smile"),
        "styles": ("long", "wavy", "half up", "bob", "fringe", "lob", "curtain", "pixie", "low bun", "top bun",
                   "ponytail", "side tail", "side braid", "crown braid", "long curls", "curly bob"),
        "older": ("bob", "pixie", "set curls", "pinned up", "low bun", "lob", "crop", "side braid", "curly bob"),
    },
    "walnut": {
        "skins": ("umber", "chestnut", "chestnut", "mahogany", "mahogany", "espresso", "bronze"),
        "hairs": ("black", "black", "soft black", "dark brown"),
        "irises": ("dark", "dark", "brown"),
        "eyes": ("almond", "round", "soft", "smiling", "deep"),
        "noses": ("broad", "soft", "soft", "straight"),
        "mouths": ("full smile", "full calm", "warm smile", "open smile", "full smile"),
        "styles": ("afro", "short coils", "twists", "box braids", "locs", "locs up", "rows", "braid bun", "buzz",
                   "bob", "top bun", "curly bob", "lob", "wrap"),
        "older": ("short coils", "set curls", "wrap", "locs", "pinned up", "crop", "short coils", "braid bun", "bob"),
    },
    "adobe": {
        "skins": ("sand", "honey", "honey", "olive", "bronze"),
        "hairs": ("black", "soft black", "dark brown", "dark brown", "brown"),
        "irises": ("dark", "brown", "brown", "hazel"),
        "eyes": ("almond", "round", "soft", "smiling", "long"),
        "noses": ("straight", "soft", "button", "long"),
        "mouths": ("slight smile", "warm smile", "full smile", "full calm", "open smile"),
        "styles": ("long", "wavy", "half up", "lob", "curtain", "low bun", "ponytail", "side braid",
                   "two braids", "side tail",
                   "long curls", "crown braid", "fringe", "top bun", "bandana"),
        "older": ("pinned up", "low bun", "set curls", "bob", "side braid", "pixie", "lob"),
    },
    "cedar": {
        "skins": ("honey", "olive", "bronze"),
        "hairs": ("black", "black", "soft black"),
        "irises": ("dark", "brown"),
        "eyes": ("long", "almond", "deep"),
        "noses": ("straight", "long", "soft"),
        "mouths": ("calm", "slight smile", "warm smile", "full calm"),
        "styles": ("long", "two braids", "side braid", "half up", "low bun", "lob"),
        "older": ("side braid", "low bun", "two braids", "pinned up", "bob"),
    },
    "willow": {
        "skins": ("ivory", "ivory", "sand"),
        "hairs": ("black", "black", "soft black"),
        "irises": ("dark", "brown"),
        "eyes": ("smooth", "long", "smooth", "smiling"),
        "noses": ("button", "soft", "straight"),
        "mouths": ("calm", "slight smile", "warm smile", "full smile"),
        "styles": ("long", "fringe", "bob", "lob", "ponytail", "low bun", "curtain", "side braid"),
        "older": ("bob", "set curls", "pinned up", "pixie"),
    },
    "olive": {
        "skins": ("sand", "honey", "olive", "umber"),
        "hairs": ("black", "soft black", "dark brown"),
        "irises": ("dark", "brown", "hazel"),
        "eyes": ("almond", "deep", "round"),
        "noses": ("straight", "long"),
        "mouths": ("slight smile", "full smile", "calm", "full calm"),
        "styles": ("hijab", "long", "wavy", "side braid", "low bun", "hijab", "long curls"),
        "older": ("hijab", "low bun", "bob", "pinned up"),
    },
}

FAMILY_ORDER = ("birch", "walnut", "birch", "adobe", "birch", "birch", "walnut", "adobe", "willow", "birch",
                "walnut", "adobe", "birch", "olive", "birch", "walnut", "cedar", "birch", "adobe", "walnut")

GREY_AT = {"twenties": 0.0, "thirties": 0.03, "forties": 0.15, "fifties": 0.5, "sixties": 0.85, "seventies": 1.0}
GREYS = {
    "thirties": ("dark grey",), "forties": ("dark grey", "grey"), "fifties": ("dark grey", "grey", "grey"),
    "sixties": ("grey", "silver", "silver", "dark grey"), "seventies": ("white", "silver", "white"),
}

# Cloth colours that stay apart from a ground of nearly the same tone.
CLASHES = {"sage": ("sage", "green"), "mist": ("sky",), "lilac": ("lavender",), "wheat": ("mustard",),
           "clay": ("rose",), "blush": ("rose",), "fern": ("green", "sage"), "slate": ("denim", "sky"),
           "dusk": ("lavender",), "linen": ("cream",), "lagoon": ("teal",), "peach": ("mustard",)}


def _hair_colour(dice: Random, age: str, colours: tuple[str, ...]) -> str:
    return dice.choice(GREYS[age]) if dice.random() < GREY_AT[age] else dice.choice(colours)


def _brow_colour(hair_colour: str) -> str:
    darker = {"blonde": "dark blonde", "white": "grey", "silver": "grey", "grey": "dark grey"}
    return darker.get(hair_colour, hair_colour)


def _dress(dice: Random) -> dict[str, str]:
    ground = dice.choice(sorted(GROUNDS))
    cloth = dice.choice([name for name in sorted(CLOTHS) if name not in CLASHES[ground]])
    trim = dice.choice([name for name in ("cream", "cream", "mustard", "sky", "grey", "rose", "sage")
                        if name != cloth])
    return {
        "garment": dice.choice(sorted(GARMENTS)),
        "garment_colour": cloth,
        "trim_colour": trim,
        "ground": dice.choice(sorted(PATTERNS)),
        "ground_colour": ground,
        "scarf_colour": dice.choice([name for name in ("teal", "plum", "navy", "rust", "mustard", "rose",
                                                       "forest") if name != cloth]),
    }


def _adornment(dice: Random, age: str, style: str) -> dict[str, str]:
    wears_glasses = dice.random() < (0.5 if age in (*OLDER, "fifties") else 0.22)
    shows_ears = style in ("crop", "buzz", "short coils", "twists", "set curls", "pinned up", "low bun",
                           "top bun", "rows", "braid bun", "locs up", "wrap", "pixie", "ponytail", "crown braid")
    return {
        "glasses": dice.choice(("round", "soft square", "oval", "upswept")) if wears_glasses else "",
        "earrings": dice.choice(("studs", "hoops", "pearls", "drops", "")) if shows_ears else "",
    }


def _look(seed: int) -> tuple[str, str]:
    """Age and family of a seed."""
    order = (seed * 7 + seed // len(FAMILY_ORDER)) % len(FAMILY_ORDER)
    return AGES[seed % len(AGES)], FAMILY_ORDER[order]


def _style(seed: int, age: str, family: str) -> str:
    """The styles of a family are dealt in turn, so that the pool shows every one."""
    styles = FAMILIES[family]["older" if age in OLDER else "styles"]
    earlier = [_look(other) for other in range(seed % POOL_SIZE)]
    return styles[sum(kin == family and (old in OLDER) == (age in OLDER) for old, kin in earlier) % len(styles)]


@lru_cache(maxsize=POOL_SIZE)
def portrait_spec(seed: int) -> PortraitSpec:
    """The portrait of a seed: the same for ever; neighbours differ in age and look."""
    dice = dice_of("portrait", seed)
    age, family = _look(seed)
    look = FAMILIES[family]
    style = _style(seed, age, family)
    hair_colour = _hair_colour(dice, age, look["hairs"])
    skin = dice.choice(look["skins"])
    return PortraitSpec(
        seed=seed, age=age,
        family=family, skin=skin,
        hair=style, hair_colour=hair_colour,
        brow_colour=_brow_colour(hair_colour),
        face=dice.choice(("oval", "oval", "round", "long", "heart", "square", "full")),
        eyes=dice.choice(look["eyes"]),
        iris=dice.choice(look["irises"]),
        brows=dice.choice(("soft", "straight", "arched", "full", "thin")),
        nose=dice.choice(look["noses"]),
        mouth=dice.choice(look["mouths"]),
        freckles=age not in OLDER and skin in ("porcelain", "fair", "rosy", "sand") and dice.random() < 0.2,
        tilt=round(dice.uniform(-3.5, 3.5), 1),
        turn=round(dice.choice((-1, 1)) * dice.uniform(0.6, 3.0), 1),
        hair_side=dice.choice((-1, 1)),
        **_dress(dice),
        **_adornment(dice, age, style),
    )


def pool() -> list[PortraitSpec]:
    """Every portrait that sample listings share."""
    return [portrait_spec(seed) for seed in range(POOL_SIZE)]
