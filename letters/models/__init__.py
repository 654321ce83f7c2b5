"""Models of `letters`."""

from letters.models.correspondences import Correspondence
from letters.models.history import FactChange
from letters.models.letters import Letter, LetterEvent, LetterPhoto, ReturnAddress
from letters.models.loop import IncomingMail, LetterBatch, PrintedLetter
from letters.models.nights import Night, NightLetter
from letters.models.places import MailingRule, Route, Sourced
from letters.models.postage import PostageRate
from letters.models.returns import ReturnedLetter, WrongReport

__all__ = [
    "Correspondence",
    "FactChange",
    "IncomingMail",
    "Letter",
    "LetterBatch",
    "LetterEvent",
    "LetterPhoto",
    "MailingRule",
    "Night",
    "NightLetter",
    "PostageRate",
    "PrintedLetter",
    "ReturnAddress",
    "ReturnedLetter",
    "Route",
    "Sourced",
    "WrongReport",
]
