"""Models of `letters`."""

from letters.models.history import FactChange
from letters.models.letters import Letter, LetterEvent, ReturnAddress
from letters.models.places import MailingRule, Route, Sourced
from letters.models.returns import ReturnedLetter, WrongReport

__all__ = [
    "FactChange",
    "Letter",
    "LetterEvent",
    "MailingRule",
    "ReturnAddress",
    "ReturnedLetter",
    "Route",
    "Sourced",
    "WrongReport",
]
