"""The guide: which topics there are, what they rest on, and the glossary."""

from profiles.guide.glossary import TERMS, Term, terms_by_letter
from profiles.guide.sources import SOURCES, Source
from profiles.guide.topics import TOPICS, Group, Topic, grouped_topics, neighbours, topic_by_slug

__all__ = [
    "SOURCES",
    "TERMS",
    "TOPICS",
    "Group",
    "Source",
    "Term",
    "Topic",
    "grouped_topics",
    "neighbours",
    "terms_by_letter",
    "topic_by_slug",
]
