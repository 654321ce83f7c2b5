"""Spanish with each translation between ⟦ and ⟧: a word that stands outside them is one that nobody could translate."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils.translation import trans_real
from lxml import html as lxml_html

from penpal.templatetags import keep

OURS = ("letters", "penpal", "profiles")
OPEN, CLOSE = "⟦", "⟧"

_SPOKEN = ("alt", "aria-label", "placeholder", "title", "label")  # attributes that people read or hear
_SILENT = {
    "script",
    "style",
    "svg",
    "template",
    "cite",
}  # <cite> holds titles
_WORD = re.compile(r"[^\W\d_]{2,}")
_WEB_ADDRESS = re.compile(r"https?://\S+")


@contextmanager
def marked_spanish() -> Iterator[None]:
    """Put marks around every Spanish translation, ours and those of the libraries, for as long as this lasts."""
    spanish = trans_real.DjangoTranslation("es")
    for catalog in spanish._catalog._catalogs:
        for message, words in catalog.items():
            if message and words:
                catalog[message] = f"{OPEN}{words}{CLOSE}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(trans_real._translations, "es", spanish)
        _forget_kept_words()
        yield
    _forget_kept_words()


def _forget_kept_words() -> None:
    """The frame of the pages, the directory and the check keep their words for as long as a process lives."""
    keep.forget()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OURS:
            for one in list(vars(module).values()):
                if hasattr(one, "cache_clear"):
                    one.cache_clear()


def bare_words(page: str, known: set[str]) -> list[str]:
    """Texts of a page with words outside all marks, in page order.

    Left out: what stands in an element with a language of its own (a woman's words, a source's title), and the
    texts of `known`: names and addresses, which are the same in each language.
    """
    tree = lxml_html.document_fromstring(page)
    found = [*_bare_attributes(tree), *_bare_texts(tree)]
    return [text for text in found if _WORD.search(_without(text, known))]


def _without(text: str, known: set[str]) -> str:
    text = _WEB_ADDRESS.sub(" ", text)
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _outside_marks(text: str, depth: int) -> tuple[str, int]:
    """What of a text stands outside the marks, where `depth` marks are open before it; and how many are after it."""
    outside = []
    for part in re.split(f"([{OPEN}{CLOSE}])", text):
        depth += (part == OPEN) - (part == CLOSE)
        if part not in (OPEN, CLOSE) and not depth:
            outside.append(part)
    return "".join(outside), depth


def _bare_texts(tree: Any) -> list[str]:
    found, depth = [], 0
    for text in tree.xpath("//text()"):
        outside, depth = _outside_marks(str(text), depth)
        if outside.strip() and not _is_exempt(_holder(text)):
            found.append(" ".join(outside.split()))
    return found


def _bare_attributes(tree: Any) -> list[str]:
    values = [
        node.get(name) for name in _SPOKEN for node in tree.xpath(f"//*[@{name}]") if not _is_exempt(node)
    ]
    values += tree.xpath("//meta[@name='description' or @property='og:title']/@content")
    values += tree.xpath("//input[@type='submit']/@value")
    return [outside for value in values if (outside := _outside_marks(str(value), 0)[0].strip())]


def _holder(text: Any) -> Any:
    """The element in which a text stands; a tail stands in the parent of the element that it follows."""
    return text.getparent().getparent() if text.is_tail else text.getparent()


def _is_exempt(node: Any) -> bool:
    own = [one for one in (node, *node.iterancestors()) if one.tag != "html"]
    return any(one.tag in _SILENT or one.get("lang") for one in own)
