"""Women who do not exist: who one is, agreed with itself, and what her listing says.

Nothing here reads the database or knows Django; `making.py` turns the values into rows.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from profiles.sample import bios
from profiles.sample.dice import dice_of
from profiles.sample.names import ORIGINS, display_name, full_name
from profiles.sample.numbers import id_number
from profiles.sample.portraits import POOL_SIZE, PortraitSpec, portrait_spec

# fmt: off

# Youngest and oldest age, portraits that suit, share of listings. Most women in prison are in their thirties.
AGE_BANDS = (
    (18, 24, ("twenties",), 8), (25, 29, ("twenties", "thirties"), 14), (30, 34, ("twenties", "thirties"), 18),
    (35, 39, ("thirties", "forties"), 17), (40, 44, ("thirties", "forties"), 13), (45, 49, ("forties", "fifties"), 10),
    (50, 59, ("fifties",), 13), (60, 69, ("sixties",), 5), (70, 80, ("seventies",), 2),
)

FAITHS = {
    "birch": (("", 24), ("none", 12), ("christian", 44), ("catholic", 9), ("pagan", 5), ("jewish", 3), ("buddhist", 2),
              ("other", 1)),
    "walnut": (("", 22), ("none", 5), ("christian", 55), ("muslim", 14), ("catholic", 2), ("other", 2)),
    "adobe": (("", 20), ("none", 5), ("catholic", 54), ("christian", 19), ("other", 2)),
    "cedar": (("", 20), ("none", 5), ("native", 55), ("christian", 15), ("catholic", 5)),
    "vi": (("", 25), ("none", 10), ("buddhist", 40), ("catholic", 25)),
    "hmong": (("", 30), ("none", 10), ("other", 35), ("christian", 25)),
    "zh": (("", 30), ("none", 25), ("buddhist", 25), ("christian", 20)),
    "ko": (("", 25), ("none", 15), ("buddhist", 10), ("christian", 50)),
    "tl": (("", 15), ("none", 5), ("catholic", 70), ("christian", 10)),
    "pacific": (("", 25), ("none", 10), ("christian", 50), ("buddhist", 15)),
    "ar": (("", 20), ("none", 8), ("muslim", 52), ("christian", 20)),
    "hi": (("", 20), ("none", 10), ("hindu", 65), ("christian", 5)),
}

SECOND_LANGUAGES = {
    "birch": (("", 90), ("es", 5), ("fr", 1), ("ru", 1), ("pt", 1), ("he", 1)),
    "walnut": (("", 92), ("fr", 3), ("ht", 3), ("es", 2)),
    "adobe": (("", 40), ("es", 57), ("pt", 3)),
    "cedar": (("", 92), ("es", 8)),
    "vi": (("", 30), ("vi", 70)), "zh": (("", 40), ("zh", 60)), "ko": (("", 40), ("ko", 60)),
    "tl": (("", 40), ("tl", 60)),
    "hmong": (("", 1),), "pacific": (("", 1),), "ar": (("", 35), ("ar", 65)), "hi": (("", 40), ("hi", 60)),
}

OFFENSE_EN = (
    "I took money that was not mine, over two years, from people who trusted me. I have begun to pay it back.",
    "I drove when I should not have. I think about the other family every day, and I do not ask to be forgiven.",
    "I was using, and I sold to keep using. I am sober now and I help others get there.",
)
OFFENSE_ES = ("Me llevé lo que no era mío de gente que me tenía confianza. He empezado a devolverlo.",)


@dataclass(frozen=True)
class Woman:
    """Who she is, before anything is written about her."""

    age: int
    portrait: PortraitSpec
    language: str
    languages: list[str]
    faith: str
    veteran: bool
    release_kind: str
    release_date: date | None
    romance: bool
    first: str
    committed: str
    last: str
    traits: frozenset[str] = field(default_factory=frozenset)

    def months_left(self, today: date) -> int | None:
        """Whole months until she comes home; None where no date is known."""
        if self.release_date is None:
            return None
        return (self.release_date.year - today.year) * 12 + self.release_date.month - today.month


def weighted(dice: Random, choices: tuple[tuple[Any, int], ...]) -> Any:
    """One of the (value, weight) pairs' values."""
    return dice.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


@lru_cache(maxsize=64)
def _portraits(looks: tuple[str, ...], spanish: bool) -> tuple[PortraitSpec, ...]:
    """Portraits of these ages; those that suit a name from Latin America, if asked."""
    suiting = (spec for spec in map(portrait_spec, range(POOL_SIZE)) if spec.age in looks)
    return tuple(spec for spec in suiting if spec.family == "adobe" or not spanish)


def _origin(dice: Random, portrait: PortraitSpec) -> str:
    """The group of names, faiths and languages that goes with a portrait."""
    if portrait.hair == "hijab":
        return "ar"
    return weighted(dice, ORIGINS[portrait.family]) if portrait.family in ORIGINS else portrait.family


def _release(dice: Random, age: int, today: date) -> tuple[str, date | None]:
    kind = weighted(dice, (("date", 63), ("life", 11 if age >= 28 else 0), ("unknown", 27)))
    if kind != "date":
        return kind, None
    days = min(round(dice.expovariate(1 / 1500)), 11_000) + 75
    return kind, today + timedelta(days=days)


def _birth_date(dice: Random, age: int, today: date) -> date:
    """A day that makes her exactly `age` today."""
    last = today.replace(year=today.year - age) if (today.month, today.day) != (2, 29) else date(today.year - age, 3, 1)
    return last - timedelta(days=dice.randrange(0, 364))


def _traits(dice: Random, woman: dict[str, Any], today: date) -> frozenset[str]:
    """Words that the conditions of blocks ask for."""
    family, faith, release = woman["portrait"].family, woman["faith"], woman["release_date"]
    soon = release is not None and (release - today).days < 400
    holds = {
        "kids" if dice.random() < (0.35 if woman["age"] < 26 else 0.66) else "nokids": True,
        "city" if dice.random() < 0.45 else "country": True,
        f"faith {faith}": faith != "",
        "faithful": faith not in ("", "none"),
        "vet": woman["veteran"],
        "spanish": "es" in woman["languages"],
        "native": family == "cedar",
        "immigrant": family in ("adobe", "willow", "olive"),
        "romance": woman["romance"],
        "life": woman["release_kind"] == "life",
        "soon": soon,
        "later": release is not None and not soon,
    }
    return frozenset(trait for trait, true in holds.items() if true)


def _woman(dice: Random, today: date, language: str | None, told: bios.Told) -> Woman:
    language = language or ("es" if dice.random() < 0.08 else "en")
    low, high, looks, _ = dice.choices(AGE_BANDS, [band[3] for band in AGE_BANDS])[0]
    age = dice.randint(low, high)
    portrait = told.rarest(dice, _portraits(looks, language == "es"), lambda spec: spec.seed)
    origin = _origin(dice, portrait)
    first, middle, last = full_name(dice, origin, age)
    facts: dict[str, Any] = {
        "age": age,
        "portrait": portrait,
        "language": language,
        "languages": _languages(dice, language, origin),
        "faith": "muslim" if portrait.hair == "hijab" else weighted(dice, FAITHS[origin]),
        "veteran": age >= 24 and language == "en" and dice.random() < 0.032,
        "romance": dice.random() < 0.11,
        "first": first,
        "last": last,
        "committed": " ".join(filter(None, (first, middle, last))),
    }
    facts["release_kind"], facts["release_date"] = _release(dice, age, today)
    return Woman(**facts, traits=_traits(dice, facts, today))


def _languages(dice: Random, language: str, origin: str) -> list[str]:
    """What she reads and writes, the language of her words first."""
    if language == "es":
        return ["es", "en"] if dice.random() < 0.55 else ["es"]
    second = weighted(dice, SECOND_LANGUAGES[origin])
    return ["en", second] if second else ["en"]


def _seeking(dice: Random, woman: Woman, interests: list[str]) -> list[str]:
    """What she hopes for, agreeing with what she wrote."""
    wishes = {
        "friendship": 0.95,
        "books": 0.55 if {"books", "poetry"} & set(interests) else 0.05,
        "language": 0.6 if "languages" in interests or woman.language == "es" else 0.04,
        "faith": 0.65 if "faith" in interests else 0.12 if "faithful" in woman.traits else 0.0,
        "home": 0.7 if "soon" in woman.traits else 0.05,
        "study": 0.45 if {"study", "law"} & set(interests) else 0.03,
        "romance": 1.0 if woman.romance else 0.0,
    }
    return [wish for wish, chance in wishes.items() if dice.random() < chance] or ["friendship"]


def _consents(dice: Random, woman: Woman, offense: bool) -> list[str]:
    """The items of consent she gave, as ConsentItem values."""
    chances = {"photo": 0.72, "name_and_id": 0.55, "birthday": 0.45, "search_engines": 0.35}
    given = ["listing", *(item for item, chance in chances.items() if dice.random() < chance)]
    return given + ["romance"] * woman.romance + ["offense"] * offense


def _offense_words(dice: Random, language: str) -> str:
    if dice.random() > 0.04:
        return ""
    return dice.choice(OFFENSE_ES if language == "es" else OFFENSE_EN)


def person(
    seed: object,
    *,
    today: date,
    id_shape: str = "",
    serial: int | None = None,
    language: str | None = None,
    told: bios.Told | None = None,
) -> dict[str, Any]:
    """One made-up woman: the content fields of a listing (all but system and facility), and two more.

    `consents` lists the items she agreed to, `portrait` is the number of her drawing in the pool.
    seed: anything with a text form; the same seed, day and shape give the same woman.
    serial: her place among the made-up women of a system, so that no two share an ID number; from the dice by default.
    told: shared by the women of one set, so that they do not all say the same.
    """
    dice, told = dice_of("person", seed), told or bios.Told()
    woman = _woman(dice, today, language, told)
    text = bios.write(dice, woman, today, told)
    offense = _offense_words(dice, woman.language)
    return {
        "committed_name": woman.committed,
        "display_name": display_name(dice, woman.first, woman.last),
        "id_number": id_number(id_shape, dice.randrange(10_000) if serial is None else serial),
        "birth_date": _birth_date(dice, woman.age, today),
        "headline": text.headline,
        "bio": text.bio,
        "language": woman.language,
        "interests": text.interests,
        "languages": woman.languages,
        "seeking": _seeking(dice, woman, text.interests),
        "faith": woman.faith,
        "veteran": woman.veteran,
        "release_kind": woman.release_kind,
        "release_date": woman.release_date,
        "offense_words": offense,
        "women_only": not woman.romance and dice.random() < 0.17,
        "no_romance": not woman.romance,
        "max_writers": dice.choice((None, None, None, None, 1, 2, 2, 3, 3, 4, 5, 8)),
        "paused": dice.random() < 0.035,
        "consents": _consents(dice, woman, bool(offense)),
        "portrait": woman.portrait.seed,
    }
