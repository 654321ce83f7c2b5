from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from penpal.templatetags import keep


class Counting:
    """Says how often it was drawn."""

    def __init__(self) -> None:
        self.drawn = 0

    def __str__(self) -> str:
        self.drawn += 1
        return str(self.drawn)


def _drawn(template: Template, **values: Any) -> str:
    return template.render(Context(values))


def test_keep_draws_its_content_once() -> None:
    template, counting = Template("{% load keep %}{% keep %}{{ counting }}{% endkeep %}"), Counting()

    assert [_drawn(template, counting=counting) for _ in range(3)] == ["1", "1", "1"]


def test_keep_draws_anew_for_another_value_language_or_name_of_the_site() -> None:
    template, counting = (
        Template("{% load keep %}{% keep page.name %}{{ counting }}{% endkeep %}"),
        Counting(),
    )
    first = _drawn(template, counting=counting, page={"name": "a"})
    other = _drawn(template, counting=counting, page={"name": "b"})
    with override("es"):
        spanish = _drawn(template, counting=counting, page={"name": "a"})
    renamed = _drawn(template, counting=counting, page={"name": "a"}, SITE_NAME="Another")
    without = _drawn(template, counting=counting)

    assert [first, other, spanish, renamed, without] == ["1", "2", "3", "4", "5"]
    assert _drawn(template, counting=counting, page={"name": "b"}) == "2"


def test_keep_escapes_and_leaves_the_rest_of_the_page_alone() -> None:
    template = Template("{% load keep %}{{ word }}{% keep %}{{ word }}{% endkeep %}{{ word }}")

    assert _drawn(template, word="<i>") == "&lt;i&gt;" * 3
    assert _drawn(template, word="<b>") == "&lt;b&gt;&lt;i&gt;&lt;b&gt;"


def test_keep_forgets_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep, "MOST", 2)
    template, counting = Template("{% load keep %}{% keep page %}{{ counting }}{% endkeep %}"), Counting()

    drawn = [_drawn(template, counting=counting, page=page) for page in ("a", "b", "b", "c", "a")]

    assert drawn == ["1", "2", "2", "3", "4"]


def test_forget_draws_everything_anew() -> None:
    template, counting = Template("{% load keep %}{% keep %}{{ counting }}{% endkeep %}"), Counting()
    first = _drawn(template, counting=counting)

    keep.forget()

    assert (first, _drawn(template, counting=counting)) == ("1", "2")
