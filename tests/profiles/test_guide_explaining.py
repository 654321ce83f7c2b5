"""Prison words lead to the glossary, once on each page and only in running text."""

import re

import pytest
from django.utils import translation

from profiles.guide import TERMS, TOPICS
from profiles.guide.explaining import explain
from tests.support.pages import parse

GLOSSARY = "/guide/glossary/"


def _anchors(markup: str) -> list[str]:
    return re.findall(r'href="/(?:es/)?guide/glossary/#term-([\w-]+)"', markup)


def test_explain_links_the_first_of_each_word() -> None:
    said = explain("<p>A lockdown. Lockdowns end. The mailroom opens.</p>", "en")

    assert said == (
        f'<p>A <a class="plain" href="{GLOSSARY}#term-lockdown">lockdown</a>. Lockdowns end. '
        f'The <a class="plain" href="{GLOSSARY}#term-mailroom">mailroom</a> opens.</p>'
    )


@pytest.mark.parametrize(
    ("markup", "anchors"),
    [
        ("<p>Transfers and jails.</p>", ["transfer", "jail"]),
        ("<p>PREA and prea, the DOC and a doc.</p>", ["prea", "doc"]),
        ("<p>DOC numbers</p>", ["doc-number"]),
        ("<p>A short yard, and count on it in prison.</p>", []),  # everyday words
        ("<p>unlockdown mailrooms-to-be</p>", ["mailroom"]),
        ("<h2>Parole</h2><p>nothing</p>", []),
        ('<p><a href="/x/">parole</a> and parole</p>', ["parole"]),
        ("<ul><li><code>parole <b>parole</b></code></li><li>parole</li></ul>", ["parole"]),
        ('<p title="parole">x</p>', []),
        ("<p>1 &lt; 2 parole &amp; bail</p>", ["parole", "bail"]),
    ],
)
def test_explain_links_words_and_nothing_else(markup: str, anchors: list[str]) -> None:
    said = explain(markup, "en")

    assert _anchors(said) == anchors
    assert re.sub(r'<a class="plain" href="/guide/glossary/[^>]*>([^<]*)</a>', r"\1", said) == markup


def test_explain_knows_the_spanish_words() -> None:
    with translation.override("es"):
        said = explain("<p>La sala de correo de la cárcel. Lockdown.</p>", "es")

    assert _anchors(said) == ["mailroom", "jail", "lockdown"]
    assert 'href="/es/guide/glossary/#term-jail">cárcel</a>' in said


@pytest.mark.django_db
@pytest.mark.parametrize("path", [GLOSSARY, f"/es{GLOSSARY}"])
def test_glossary_has_a_place_for_each_term(client, path) -> None:
    page = parse(client.get(path))

    anchors = [term.anchor for term in TERMS]
    assert [entry["id"] for entry in page.select(".glossary dl div")] == anchors
    assert len(set(anchors)) == len(TERMS) == 64


@pytest.mark.django_db
def test_glossary_gives_spanish_words_on_spanish_pages_only(client) -> None:
    words = {path: parse(client.get(path)).one("#term-jail dt").text for path in (GLOSSARY, f"/es{GLOSSARY}")}

    assert words == {GLOSSARY: "Jail", f"/es{GLOSSARY}": "Jail (cárcel)"}


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_topic_links_each_word_once(client, prefix) -> None:
    linked = {
        topic.slug: _anchors(client.get(f"{prefix}/guide/{topic.slug}/").content.decode()) for topic in TOPICS
    }

    assert [slug for slug, anchors in linked.items() if len(anchors) != len(set(anchors))] == []
    assert {"parole", "contraband", "legal-mail"} <= {
        anchor for anchors in linked.values() for anchor in anchors
    }
