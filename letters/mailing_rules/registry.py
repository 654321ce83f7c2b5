"""The rule types by name."""

from typing import TYPE_CHECKING

from letters.mailing_rules.errors import RuleValueError

if TYPE_CHECKING:
    from letters.mailing_rules.base import RuleType

RULE_TYPES: dict[str, "RuleType"] = {}


def register(cls: "type[RuleType]") -> "type[RuleType]":
    """Class decorator: one object of the class answers for its type of rule."""
    RULE_TYPES[cls.name] = cls()
    return cls


def rule_type(name: str) -> "RuleType":
    """The type of that name. Raises RuleValueError."""
    try:
        return RULE_TYPES[name]
    except KeyError:
        raise RuleValueError(
            "type", f"{name!r} is not a type of rule; expected {', '.join(RULE_TYPES)}"
        ) from None
