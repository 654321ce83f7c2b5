"""Links from prison words to the glossary, where they first stand in a page."""

import re
from functools import lru_cache

from django.urls import reverse

from profiles.guide.glossary import TERMS, Term

#: In these a link would be out of place: other links, headings, words to copy, and what is no text.
SKIPPED = frozenset(
    {
        *("a", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "summary", "dt", "code", "address", "blockquote"),
        *("label", "legend", "select", "option", "textarea", "button", "svg", "script", "style"),
    }
)
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")


def explain(markup: str, language: str) -> str:
    """Markup with the first occurrence of each term as a link. `markup` is well-formed HTML of a page's own."""
    pattern, terms = _words_of(language)
    glossary = reverse("profiles:guide-topic", args=["glossary"])
    seen: set[str] = set()
    depth = 0
    parts = []

    def linked(found: re.Match[str]) -> str:
        anchor = terms[found[0].lower()].anchor
        if anchor in seen:
            return found[0]
        seen.add(anchor)
        return f'<a class="plain" href="{glossary}#{anchor}">{found[0]}</a>'

    for part in _TAG.split(markup):
        is_tag = part.startswith("<")
        depth += _step(part) if is_tag else 0
        parts.append(part if is_tag or depth else pattern.sub(linked, part))
    return "".join(parts)


def _step(tag: str) -> int:
    """1 where a tag opens something without links, -1 where it closes it."""
    name = _NAME.match(tag)
    if name is None or name[1].lower() not in SKIPPED:
        return 0
    return -1 if tag.startswith("</") else 1


@lru_cache
def _words_of(language: str) -> tuple[re.Pattern[str], dict[str, Term]]:
    """What to look for in a language, longest first, and the term of each by its lower-case form."""
    terms = {
        form.lower(): term for term in TERMS for word in _links_of(term, language) for form in _forms(word)
    }
    shapes = {
        form: _shape(form) for term in TERMS for word in _links_of(term, language) for form in _forms(word)
    }
    longest_first = sorted(shapes, key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(shapes[form] for form in longest_first) + r")\b"), terms


def _links_of(term: Term, language: str) -> tuple[str, ...]:
    """The words of a term that are linked: none that mean other things too."""
    if term.is_everyday:
        return ()
    return (*term.spanish, term.word) if language == "es" else (term.word,)


def _forms(word: str) -> tuple[str, ...]:
    """A word and its usual plurals."""
    return (word,) if word.isupper() else (word, f"{word}s", f"{word}es")


def _shape(form: str) -> str:
    """A pattern for one form; names in capitals only as such."""
    return re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})"
