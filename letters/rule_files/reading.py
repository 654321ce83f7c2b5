"""Reading files of rules that somebody wrote: every mistake with its line, the field, and what was expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import yaml
from django.utils.translation import gettext as _

from letters.addresses import Route
from letters.facts import wrong_lines
from letters.mailing_rules import Rule, RuleValueError, rule_type
from letters.mailing_rules.model import SystemFacts
from letters.mailing_rules.terms import CONFIDENCES
from profiles.ids import is_pattern
from profiles.models import System
from profiles.places import State

LONGEST = 1_000_000  # characters of one file
#: The safe loader, in C where the library has it: many times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SYSTEM = ("slug", "name", "kind", "state", "id_label", "id_format", "id_pattern", "route", "rules")
_ROUTE = ("lines", "complete", "processing_centre", "source_url", "confidence")
_RULE = ("rule", "value", "note", "source_url", "seen", "confidence")


@dataclass(frozen=True)
class FileError:
    """One mistake: the line in the file, the field, and what was expected there."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return _("line %(line)d, %(field)s: %(message)s") % vars(self)


def read_documents(text: str) -> tuple[list[SystemFacts], list[FileError]]:
    """The systems of a file, and every mistake in it. With a mistake there are no systems: a file counts whole."""
    if len(text) > LONGEST:
        return [], [FileError(1, _("file"), _("expected at most %(most)d characters") % {"most": LONGEST})]
    try:
        _refuse_aliases(text)
        nodes = list(yaml.compose_all(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or _("text that is YAML")
        return [], [
            FileError(mark.line + 1 if mark else 1, _("file"), _("not YAML: %(error)s") % {"error": problem})
        ]
    except RecursionError:
        return [], [FileError(1, _("file"), _("too deeply nested"))]
    reader = _Reader()
    systems = [system for node in nodes if (system := reader.system(node)) is not None]
    if not systems and not reader.errors:
        reader.wrong(1, _("file"), _("expected a system with its rules"))
    return ([] if reader.errors else systems), reader.errors


def _refuse_aliases(text: str) -> None:
    """A few lines with aliases can stand for gigabytes; no file of ours has any."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            mark = cast(yaml.Mark, event.start_mark)
            raise yaml.MarkedYAMLError(problem=_("aliases are not read here"), problem_mark=mark)


class _Reader:
    """Reads nodes of YAML, which know their lines, and collects what is wrong."""

    def __init__(self) -> None:
        self.errors: list[FileError] = []
        self._slugs: set[str] = set()

    def wrong(self, line: int, field: str, message: str) -> None:
        self.errors.append(FileError(line, field, message))

    def system(self, node: yaml.Node | None) -> SystemFacts | None:
        if node is None:
            return None
        before = len(self.errors)
        parts = self._parts(node, "system", _SYSTEM, optional=("id_pattern",))
        slug = self._text(parts, "slug", most=60)
        if slug in self._slugs:
            self.wrong(
                _line(parts["slug"]), "slug", _("%(slug)s stands in this file already") % {"slug": slug}
            )
        self._slugs.add(slug)
        facts = SystemFacts(
            slug=slug,
            name=self._text(parts, "name", most=200),
            kind=self._one_of(parts, "kind", System.Kind.values),
            state=self._one_of(parts, "state", State.values, empty=True) or None,
            id_label=self._text(parts, "id_label", most=120, empty=True),
            id_format=self._text(parts, "id_format", most=200, empty=True) or None,
            route=self._route(slug, parts.get("route")),
            rules=tuple(self._rules(slug, parts.get("rules"))),
            id_pattern=self._text(parts, "id_pattern", most=120, empty=True),
        )
        if facts.id_pattern and not is_pattern(facts.id_pattern):
            self.wrong(_line(parts["id_pattern"]), "id_pattern", _("expected # for digits and @ for letters"))
        return facts if len(self.errors) == before else None

    def _route(self, slug: str, node: yaml.Node | None) -> Route:
        parts = self._parts(node, "route", _ROUTE) if node is not None else {}
        lines = self._value(parts.get("lines")) if "lines" in parts else []
        complete = self._flag(parts, "complete")
        for problem in wrong_lines(lines, complete=complete) if "lines" in parts else ():
            self.wrong(_line(parts["lines"]), "route.lines", problem)
        return Route(
            origin=slug,
            lines=tuple(lines) if isinstance(lines, list) else (),
            complete=complete,
            processing_centre=self._flag(parts, "processing_centre"),
            source_url=self._url(parts),
            confidence=self._one_of(parts, "confidence", CONFIDENCES),
        )

    def _rules(self, slug: str, node: yaml.Node | None) -> Iterator[Rule]:
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(_line(node), "rules", _("expected a list of rules"))
            return
        for item in node.value:
            parts = self._parts(item, "rule", _RULE)
            name = self._text(parts, "rule", most=40)
            value = self._value(parts["value"]) if "value" in parts else None
            self._check_value(name, value, parts)
            yield Rule(
                type=name,
                value=value,
                note=self._text(parts, "note", most=2000, empty=True) or None,
                source_url=self._url(parts),
                seen=self._text(parts, "seen", most=20, empty=True) or None,
                confidence=self._one_of(parts, "confidence", CONFIDENCES),
                origin=slug,
            )

    def _check_value(self, name: str, value: Any, parts: dict[str, yaml.Node]) -> None:
        if not name or "value" not in parts:
            return
        try:
            rule_type(name).validate(value)
        except RuleValueError as error:
            at = "rule" if error.field == "type" else "value"
            field = f"{name}.{error.field}" if error.field and error.field != "type" else name
            self.wrong(_line(parts[at]), field, error.message)

    def _parts(
        self, node: yaml.Node, what: str, names: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, yaml.Node]:
        """The named parts of a mapping; complains about missing, unknown and repeated ones."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(_line(node), what, _("expected these fields: %(names)s") % {"names": ", ".join(names)})
            return {}
        parts: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in names or key.value in parts:
                known = _("expected only these fields, each once: %(names)s") % {"names": ", ".join(names)}
                self.wrong(_line(key), str(key.value)[:60], known)
            else:
                parts[key.value] = value
        for name in names:
            if name not in parts and name not in optional:
                self.wrong(_line(node), name, _("is missing"))
        return parts

    def _value(self, node: yaml.Node | None) -> Any:
        """Any value as Python has it; dates stay texts."""
        if node is None:
            return None
        loader = _Loader("")
        try:
            return _as_json(loader.construct_document(node))
        except yaml.YAMLError as error:
            self.wrong(_line(node), _("value"), str(getattr(error, "problem", error)))
            return None
        finally:
            loader.dispose()

    def _text(self, parts: dict[str, yaml.Node], name: str, *, most: int, empty: bool = False) -> str:
        if name not in parts:
            return ""
        value = self._value(parts[name])
        if value is None and empty:
            return ""
        text = (
            " ".join(str(value).split())
            if isinstance(value, str | int) and not isinstance(value, bool)
            else ""
        )
        if not (text or empty) or len(text) > most or (value not in ("", None) and not text):
            self.wrong(
                _line(parts[name]), name, _("expected text of 1 to %(most)d characters") % {"most": most}
            )
        return text

    def _one_of(self, parts: dict[str, yaml.Node], name: str, known: Any, *, empty: bool = False) -> str:
        if name not in parts:
            return ""
        value = self._value(parts[name])
        if value is None and empty:
            return ""
        if value not in known:
            self.wrong(
                _line(parts[name]), name, _("expected one of: %(known)s") % {"known": ", ".join(known)}
            )
            return ""
        return str(value)

    def _flag(self, parts: dict[str, yaml.Node], name: str) -> bool:
        value = self._value(parts[name]) if name in parts else False
        if not isinstance(value, bool):
            self.wrong(_line(parts[name]), name, _("expected true or false"))
        return value is True

    def _url(self, parts: dict[str, yaml.Node]) -> str | None:
        url = self._text(parts, "source_url", most=400, empty=True)
        if url and not url.startswith(("https://", "http://")):
            self.wrong(
                _line(parts["source_url"]), "source_url", _("expected an address that begins with https://")
            )
        return url or None


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _as_json(value: Any) -> Any:
    """Dates, which YAML reads out of plain digits, as the texts they were."""
    if isinstance(value, dict):
        return {str(key): _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
