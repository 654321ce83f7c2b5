"""Two hundred questions such as visitors ask: the same ones each time, in the same order."""

from random import Random

from django.http import QueryDict

from profiles.places import State
from profiles.search import SearchParams
from profiles.vocabulary import Faith, Interest, Language, Seeking

COMMON = ("the", "my", "and", "letters", "family", "books")
RARE = ("heron", "quilt", "chess", "yakima", "bees", "accordion", "guadalupe", "observatory")
SPANISH = ("cartas", "música", "familia", "libros", "poesía", "jardín")
MISTYPED = ("famly", "leters", "gardn", "musc")
STATES = ("TX", "CA", "FL", "OH", "NY", "GA", "AZ", "PA")


def questions(seed: int = 7) -> list[tuple[str, SearchParams]]:
    """Kind and parameters of each question."""
    dice = Random(seed)  # noqa: S311 - a choice of questions is no secret
    made = [("none", "")] * 24
    made += [("broad", _broad(dice)) for _ in range(30)]
    made += [("narrow", _narrow(dice)) for _ in range(26)]
    made += [("several", _several(dice)) for _ in range(40)]
    made += [("common word", f"q={dice.choice(COMMON)}") for _ in range(16)]
    made += [("rare word", f"q={dice.choice(RARE)}") for _ in range(16)]
    made += [("word and filters", f"q={dice.choice(COMMON + RARE)}&{_several(dice)}") for _ in range(24)]
    made += [("prefix", f"q={dice.choice(COMMON + RARE)[:3]}") for _ in range(8)]
    made += [("spanish", f"q={word}") for word in SPANISH]
    made += [("page 500", f"page=500&sort={dice.choice(['fair', 'newest', 'waiting'])}") for _ in range(6)]
    made += [("mistyped", f"q={word}") for word in MISTYPED]
    dice.shuffle(made)
    return [(kind, SearchParams.from_query(QueryDict(query))) for kind, query in made]


def _broad(dice: Random) -> str:
    sort = dice.choice(["", "&sort=newest", "&sort=release", "&sort=birthday", "&sort=verified"])
    return dice.choice(["no_letter=1", "photo=1", "language=en", "seeking=friendship", "age_max=50"]) + sort


def _narrow(dice: Random) -> str:
    return dice.choice(
        [
            f"state={dice.choice(STATES)}",
            f"faith={dice.choice(Faith.values)}",
            f"language={dice.choice(Language.values[2:])}",
            "veteran=1",
            "release=12m",
            f"interest={dice.choice(Interest.values)}&interest={dice.choice(Interest.values)}",
        ]
    )


def _several(dice: Random) -> str:
    parts = [
        f"state={dice.choice(STATES)}",
        f"interest={dice.choice(Interest.values)}",
        f"seeking={dice.choice(Seeking.values[:3])}",
        f"age_min={dice.randint(20, 45)}",
        "photo=1",
        f"state={State.TX}&release=1-5y",
    ]
    return "&".join(dice.sample(parts, 3))
