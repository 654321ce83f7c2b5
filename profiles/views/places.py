"""Facilities, correctional systems, and programs one can help."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from profiles.audience import Audience, audience
from profiles.guide.topics import SOURCES_READ
from profiles.models import Facility, Program, System
from profiles.places import State
from profiles.search import SearchParams, find
from profiles.tile_map import HEIGHT, WIDTH, tiles

WORDS_READ = 8
WOMEN_SHOWN = 4
NATIONAL = "national"


@audience(Audience.PUBLIC)
def facilities(request: HttpRequest) -> HttpResponse:
    """Find a facility by words or state; without a question, all states with how many they have."""
    asked = _typed_line(request.GET.get("q", ""))
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    found: list[Facility] = []
    if asked or state:
        found = list(matching_facilities(asked, state).select_related("system").order_by("state", "name"))
    states = states_with_facilities()
    context = {
        "q": asked,
        "state": state,
        "state_name": State(state).label if state else "",
        "found": found,
        "groups": by_state(found),
        "states": states,
        "tiles": tiles(states),
        "map_width": WIDTH,
        "map_height": HEIGHT,
        "choices": State.choices,
    }
    return render(request, "profiles/facilities.html", context)


def _typed_line(typed: str) -> str:
    """A question as one line of at most 200 characters, without control characters (PostgreSQL refuses NUL)."""
    return " ".join("".join(char if char.isprintable() else " " for char in typed).split())[:200]


def matching_facilities(asked: str, state: str = "") -> QuerySet[Facility]:
    """Facilities that hold women and fit every word of a question: in name, city, ZIP code, state or system.

    A system also answers to the short name that its key ends with, such as CDCR or BOP.
    """
    found = Facility.objects.listed()
    if state:
        found = found.filter(state=state)
    for word in asked.split()[:WORDS_READ]:
        found = found.filter(_word_condition(word))
    return found


def _word_condition(word: str) -> Q:
    named = [
        code for code, name in State.choices if word.lower() in name.lower().split() or word.upper() == code
    ]
    return (
        Q(name__icontains=word)
        | Q(short_name__icontains=word)
        | Q(city__icontains=word)
        | Q(zip__startswith=word)
        | Q(system__name__icontains=word)
        | Q(system__slug__endswith=f"-{word.lower()}")
        | Q(state__in=named)
    )


def by_state(found: list[Facility]) -> list[tuple[str, list[Facility]]]:
    """Facilities, sorted by state already, under the name of their state."""
    groups = groupby(found, key=lambda facility: facility.state)
    return [(State(code).label if code else "", list(members)) for code, members in groups]


def states_with_facilities() -> list[tuple[str, str, int]]:
    """Code, name and number of facilities of each state that has any, by name."""
    counts = Facility.objects.listed().exclude(state="").order_by().values_list("state").annotate(Count("pk"))
    return sorted(((code, State(code).label, count) for code, count in counts), key=lambda state: state[1])


@audience(Audience.PUBLIC)
def facility(request: HttpRequest, slug: str) -> HttpResponse:
    """One facility: address and rules for mail, facts with their source, and women listed there."""
    found = get_object_or_404(Facility.objects.listed().select_related("system"), slug=slug)
    women = find(SearchParams(facility=found.slug))
    context = {
        "facility": found,
        "women_total": women.total,
        "women": women.listings[:WOMEN_SHOWN],
    }
    return render(request, "profiles/facility.html", context)


@audience(Audience.PUBLIC)
def system(request: HttpRequest, slug: str) -> HttpResponse:
    """One correctional system: the rules that hold everywhere in it, and its facilities."""
    found = get_object_or_404(System, slug=slug)
    context = {
        "system": found,
        "facilities": Facility.objects.listed().filter(system=found).order_by("state", "name"),
        "women_total": find(SearchParams(system=found.slug)).total,
    }
    return render(request, "profiles/system.html", context)


@dataclass(frozen=True)
class ProgramQuestion:
    """What a visitor asks of the programs page. Empty means everything; what is not understood is left out."""

    kind: str = ""
    state: str = ""
    women_only: bool = False

    @classmethod
    def from_request(cls, request: HttpRequest) -> "ProgramQuestion":
        kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
        return cls(
            kind=kind if kind in Program.Kind.values else "",
            state=state if state in State.values else "",
            women_only=request.GET.get("women_only") == "1",
        )

    def find(self) -> QuerySet[Program]:
        """Programs that fit. A state also finds those that work in the whole country."""
        found = Program.objects.filter(is_shown=True)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.state:
            found = found.filter(Q(scope=NATIONAL) | Q(scope__regex=rf"(^|;){self.state}(;|$)"))
        if self.women_only:
            found = found.filter(women_only=True)
        return found.order_by(Lower("name"), "pk")


@dataclass(frozen=True)
class ShownProgram:
    """A program with the names of the states it serves; none for one that works in the whole country."""

    program: Program
    states: list[str]


@audience(Audience.PUBLIC)
def programs(request: HttpRequest) -> HttpResponse:
    """Organizations one can help or volunteer with, by kind."""
    question = ProgramQuestion.from_request(request)
    found = list(question.find())
    context = {
        "question": question,
        "total": len(found),
        "groups": by_kind(found),
        "kinds": Program.Kind.choices,
        "choices": State.choices,
        "sources_read": SOURCES_READ,
    }
    return render(request, "profiles/programs.html", context)


def by_kind(found: list[Program]) -> list[tuple[str, str, list[ShownProgram]]]:
    """Kind, its name and its programs, in the order of the kinds; kinds without any are left out."""
    kinds = [
        (kind.value, str(kind.label), [shown(program) for program in found if program.kind == kind])
        for kind in Program.Kind
    ]
    return [group for group in kinds if group[2]]


def shown(program: Program) -> ShownProgram:
    """A program with its states in words."""
    codes = [] if program.scope == NATIONAL else program.scope.split(";")
    return ShownProgram(program, [State(code).label for code in codes if code in State.values])
