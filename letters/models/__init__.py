"""Models of `letters`."""

from letters.models.letters import Letter, LetterEvent, ReturnAddress
from letters.models.places import MailingRule, Route

__all__ = ["Letter", "LetterEvent", "MailingRule", "ReturnAddress", "Route"]
