"""Reading a page as a visitor would: elements by a simple selector, their words with spaces evened out."""

import re
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from lxml import html as lxml_html

_PART = re.compile(
    r"#(?P<id>[\w-]+)|\.(?P<cls>[\w-]+)|\[(?P<attr>[\w-]+)(?:=(?P<value>[^\]]*))?\]|(?P<tag>[\w*:-]+)"
)


class Element:
    """One element of a page. `[...]` reads an attribute (KeyError where it is missing), `.text` its words."""

    def __init__(self, node: Any) -> None:
        self.node = node

    def __getitem__(self, name: str) -> str:
        return self.node.attrib[name]

    def get(self, name: str) -> str | None:
        return self.node.get(name)

    @property
    def text(self) -> str:
        return " ".join("".join(self.node.itertext()).split())

    def select(self, selector: str) -> list["Element"]:
        """Elements below this one, in page order. The selector knows tag, #id, .class, [name], [name=value], spaces."""
        return [Element(node) for node in self.node.xpath(_xpath(selector))]

    def one(self, selector: str) -> "Element":
        """The only such element; fails where there is none or more than one."""
        (found,) = self.select(selector)
        return found

    def texts(self, selector: str) -> list[str]:
        return [found.text for found in self.select(selector)]


def parse(response: HttpResponse) -> Element:
    """The page of a response."""
    return Element(lxml_html.document_fromstring(response.content.decode()))


def parse_xml(response: HttpResponse) -> Element:
    """The XML document of a response, its tags without their namespaces."""
    root = etree.fromstring(response.content)
    for node in root.iter():
        node.tag = etree.QName(node).localname
    return Element(root)


def _xpath(selector: str) -> str:
    return "".join("//" + _step(step) for step in _steps(selector)).replace("//", ".//", 1)


def _steps(selector: str) -> list[str]:
    """Parts between spaces; a space inside brackets parts nothing."""
    return re.findall(r"(?:\[[^\]]*\]|[^\s\[])+", selector)


def _step(step: str) -> str:
    tag, conditions = "*", []
    for part in _PART.finditer(step):
        if part["tag"]:
            tag = part["tag"]
        elif part["id"]:
            conditions.append(f"[@id='{part['id']}']")
        elif part["cls"]:
            conditions.append(f"[contains(concat(' ', normalize-space(@class), ' '), ' {part['cls']} ')]")
        elif part["value"] is None:
            conditions.append(f"[@{part['attr']}]")
        else:
            conditions.append(f"[@{part['attr']}='{part['value']}']")
    return tag + "".join(conditions)


def queries_of(client: Client, path: str) -> int:
    """How many questions a page asks the database, once what is asked only now and then is in the cache."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
