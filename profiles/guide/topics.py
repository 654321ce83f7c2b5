"""The pages of the guide: their order, titles and sources. The words of a topic are its template, one for each.

A topic's template is `guide/topics/<slug>.html`. Whatever it cites with `{% cite %}` is in `sources`, in the order of
the list under the page.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.guide.sources import SOURCES, Source

SOURCES_READ = date(2026, 11, 22)


class Group(TextChoices):
    """The parts of the guide, in reading order."""

    BEGIN = "begin", _("Begin")
    KEEP_GOING = "keep_going", _("Keep going")
    KNOW_MORE = "know_more", _("Know more")
    OTHERS = "others", _("For others")
    LOOK_UP = "look_up", _("Look it up")


@dataclass(frozen=True)
class Topic:
    """One page of the guide."""

    slug: str
    group: Group
    title: str | Promise
    summary: str | Promise
    sources: tuple[str, ...] = ()
    checked: date = SOURCES_READ

    @property
    def template(self) -> str:
        return f"guide/topics/{self.slug}.html"

    def get_absolute_url(self) -> str:
        return reverse("profiles:guide-topic", args=[self.slug])

    def number(self, key: str) -> int:
        """The number under which the page lists a source, from 1. Raises ValueError where it does not list it."""
        return self.sources.index(key) + 1

    def numbered_sources(self) -> list[tuple[int, Source]]:
        """The page's sources with their numbers."""
        return [(number, SOURCES[key]) for number, key in enumerate(self.sources, start=1)]


TOPICS: tuple[Topic, ...] = (
    Topic(
        "start",
        Group.BEGIN,
        _("Start here"),
        _("Who can write, what it asks of you, and the six steps from a listing to a mailbox."),
        (
            "black-and-pink", "big-heart", "pcp-expectations", "cpp", "georgia-letters", "interfaith", "drsp",
            "jailexchange", "wire-of-hope", "warwick",
        ),
    ),
    Topic(
        "first-letter",
        Group.BEGIN,
        _("Write your first letter"),
        _("What to put in, what to leave out, how it can look, and a frame to make your own."),
        (
            "pcp-expectations", "black-and-pink", "freedom-grow", "transprisoners", "atl-abc", "georgia-letters", "cpp",
            "wire-of-hope", "mdc-handbook", "swop", "bop-correspondence",
        ),
    ),
    Topic(
        "what-to-expect",
        Group.BEGIN,
        _("Know what to expect"),
        _("How long an answer takes, who reads your letter, and what silence can mean."),
        (
            "freedom-grow", "pen-america", "pcp-expectations", "schenwar", "way-out", "bop-correspondence",
            "transprisoners", "mail-scanning", "pa-vendor", "ccwp-scanning", "apbp-scanning", "prisonpedia",
            "e-messaging", "penpalministry", "adopt-an-inmate", "swop",
        ),
    ),
    Topic(
        "boundaries",
        Group.KEEP_GOING,
        _("Set kind boundaries"),
        _("Say early what you can offer. Friendship, romance, family, secrets, and saying no."),
        (
            "black-and-pink", "georgia-letters", "adopt-matching", "order-of-malta", "jail-ministries", "jailexchange",
            "bop-correspondence",
        ),
    ),
    Topic(
        "safety",
        Group.KEEP_GOING,
        _("Stay safe, and talk about money"),
        _("Your address, what to keep to yourself, requests for money, and where to report a scam."),
        (
            "cpp", "swop", "way-out", "penpalministry", "newark", "wels", "pcp-expectations", "jailexchange",
            "wire-of-hope", "wap-fraud", "uspis", "ftc", "bop-advisory", "probation-scam", "georgia-letters", "woods",
        ),
    ),
    Topic(
        "when-a-letter-worries-you",
        Group.KEEP_GOING,
        _("When a letter worries you"),
        _("What to do the same day when she writes about hurting herself, being hurt, or very bad news."),
        ("warwick", "bad-news", "order-of-malta"),
    ),
    Topic(
        "ending-well",
        Group.KEEP_GOING,
        _("End well"),
        _("You may stop at any time. How to take a break, write a last letter, or let silence be."),
        ("pcp-expectations", "adopt-an-inmate", "jailexchange", "adopt-matching", "georgia-letters", "drsp"),
    ),
    Topic(
        "words",
        Group.KNOW_MORE,
        _("Choose your words"),
        _("Words that put the woman first, and why they matter to people inside."),
        ("marshall-words", "languageplease", "marshall-2015", "marshall-people"),
    ),
    Topic(
        "her-life",
        Group.KNOW_MORE,
        _("Write with her life in mind"),
        _("Mothers, pregnant women, survivors, LGBTQ+ women, and women who serve a long sentence."),
        (
            "ppi-mothers", "pips", "breastfeeding", "nursery", "bjs-1997", "bjs-parents", "meyer", "pcp-expectations",
            "urban-trauma", "survived", "wire-of-hope",
        ),
    ),
    Topic(
        "languages",
        Group.KNOW_MORE,
        _("Write in Spanish or another language"),
        _("When it is welcome, what a mailroom may do, and where to find leaflets in Spanish."),
        ("transprisoners", "e-messaging", "rutgers-spanish", "jlm"),
    ),
    Topic(
        "law",
        Group.KNOW_MORE,
        _("The law in plain words"),
        _("What staff may read, what courts have said, and why some states restrict listings."),
        (
            "martinez", "aele", "turner", "bop-correspondence", "prisonpedia", "restricted-mail", "transprisoners",
            "woods", "perry", "missouri-ban", "hilden", "georgia-letters", "pbp-network",
        ),
    ),
    Topic(
        "research",
        Group.KNOW_MORE,
        _("What research shows"),
        _("What studies say about letters, what they do not say, and a claim we do not repeat."),
        (
            "warwick", "tuerk-loper", "poehlmann", "contact-roundup", "barrick", "duwe-clark", "lee", "atkin-plunk",
            "across-walls", "pln-1972",
        ),
    ),
    Topic(
        "families",
        Group.OTHERS,
        _("For families and friends"),
        _("How to ask for a listing for her, what she must agree to, and how to change or end it."),
        ("writeaprisoner", "swop"),
    ),
    Topic(
        "volunteer",
        Group.OTHERS,
        _("Help near you"),
        _("How volunteering in a prison usually works, and what you can do from home."),
        (
            "nc-volunteers", "indiana-volunteers", "maine-volunteers", "vt-volunteers", "pvs", "pbp-network",
        ),
    ),
    Topic(
        "how-we-check",
        Group.LOOK_UP,
        _("How we check listings"),
        _("What a person looks at before a listing appears, and how we keep it true."),
        ("woods", "perry", "missouri-ban"),
    ),
    Topic(
        "questions",
        Group.LOOK_UP,
        _("Common questions"),
        _("Short answers, each with a link to the long one."),
        (
            "wire-of-hope", "writeaprisoner", "pcp-expectations", "pa-vendor", "bop-correspondence", "transprisoners",
            "freedom-grow", "cpp",
        ),
    ),
    Topic(
        "glossary",
        Group.LOOK_UP,
        _("Glossary"),
        _("Prison words in plain English, for the day a letter is full of them."),
        ("letmetellyou", "disciples"),
    ),
)  # fmt: skip
_BY_SLUG = {topic.slug: topic for topic in TOPICS}


def topic_by_slug(slug: str) -> Topic | None:
    """The topic with this slug, or None."""
    return _BY_SLUG.get(slug)


def grouped_topics() -> list[tuple[Group, list[Topic]]]:
    """All topics by group, both in reading order."""
    return [(group, [topic for topic in TOPICS if topic.group == group]) for group in Group]


def neighbours(topic: Topic) -> tuple[Topic | None, Topic | None]:
    """The topics before and after one in reading order; None at the ends."""
    place = TOPICS.index(topic)
    before = TOPICS[place - 1] if place else None
    after = TOPICS[place + 1] if place + 1 < len(TOPICS) else None
    return before, after
