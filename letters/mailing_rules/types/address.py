"""Where the letter goes, who carries it, and what must stand on the envelope about her."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from letters.addresses import FacilityFacts, Recipient, unknown_facility_parts
from letters.mailing_rules import shapes
from letters.mailing_rules.base import Outcome, RuleType, Tone, ask_first, broken, kept, notice, unknown
from letters.mailing_rules.lines import lines_for
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, or_list, say_words
from profiles.ids import fits


@register
class MailRoute(RuleType):
    """Where general mail goes: facility, processing_centre or unknown. Every target has exactly one."""

    name = "mail_route"
    label = gettext_lazy("Where mail goes")
    group = "address"
    firm = True

    def read(self, value: Any) -> str:
        return shapes.one_of(value, ("facility", "processing_centre", "unknown"))

    def say(self, facts: str) -> str:
        return {
            "facility": _("Mail goes straight to the place where she is held."),
            "processing_centre": _("Mail goes to a processing center, which passes it on to her."),
            "unknown": _("We do not know yet where mail for this place goes."),
        }[facts]

    def tone_of(self, facts: str) -> Tone:
        return "know"

    def outcomes(self, facts: str, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        yield from self._refusals(piece, target)
        yield from self._doubts(facts, target)
        yield notice(self.say(facts))

    def _refusals(self, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if target.held:
            yield broken(
                _("A letter to her came back"),
                _("We are finding out where she is. Until we know, nothing can be printed for her."),
            )
        if not target.route.complete:
            yield broken(
                _("We do not know the whole address"),
                _("A line of this address is still unknown, so nothing can be printed for it."),
            )
        if target.facility is None:
            return
        if target.facility.status == "closed":
            yield broken(
                _("This place is closed"),
                _("%(place)s is closed. Find out where she is now before you write.")
                % {"place": target.facility.name},
            )
        missing = unknown_facility_parts(lines_for(target, piece), target.facility, piece.recipient)
        if missing:
            yield broken(
                _("Part of the address is missing"),
                _("We do not know %(parts)s of this place yet, so nothing can be printed for it.")
                % {"parts": and_list(_say_part(part) for part in sorted(missing))},
            )

    def _doubts(self, facts: str, target: Target) -> Iterator[Outcome]:
        if facts == "unknown":
            yield ask_first(
                _("We do not know where mail goes"), _("Ask the mailroom for its address before you write.")
            )
        if target.facility is None:
            return
        if target.facility.status not in ("open", "closed"):
            yield ask_first(
                _("We are not sure this place is open"),
                _("Call %(place)s, or look her up in the official locator, before you post a letter.")
                % {"place": target.facility.name},
            )
        if not target.has_system and not target.rules:
            yield ask_first(
                _("We do not know the rules here"),
                _(
                    "We have not found the mail rules of %(place)s. Ask its mailroom what it takes before you write."
                )
                % {"place": target.facility.name},
            )


def _say_part(placeholder: str) -> str:
    return {
        "facility": _("the name"),
        "facility_code": _("the facility code"),
        "street": _("the street or PO box"),
        "po_box": _("the street or PO box"),
        "city": _("the city"),
        "state": _("the state"),
        "zip": _("the ZIP code"),
        "processing_centre_address": _("the address of the processing center"),
    }[placeholder]


@register
class OrganisationMail(RuleType):
    """Mail from organizations goes to the facility even where personal mail goes elsewhere."""

    name = "organisation_mail"
    label = gettext_lazy("Mail from organizations")
    group = "address"

    def read(self, value: Any) -> str:
        return shapes.one_of(value, ("facility",))

    def say(self, facts: str) -> str:
        return _("Mail from an organization goes to the facility itself, not to the processing center.")

    def tone_of(self, facts: str) -> Tone:
        return "know"

    def outcomes(self, facts: str, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if piece.sender is None:
            yield unknown(_("who is writing"))
        elif piece.sender == "organization":
            yield notice(
                _(
                    "You write for an organization, so this goes to the facility itself, not to the processing center."
                )
            )
        else:
            yield kept(_("You do not write for an organization."))


_CARRIERS = {"usps_only": ("usps",), "usps_ups_fedex": ("usps", "ups", "fedex")}
_CARRIER_NAMES = {"usps": "USPS", "ups": "UPS", "fedex": "FedEx"}


@register
class Carrier(RuleType):
    """Who may bring the letter: usps_only, or usps_ups_fedex."""

    name = "carrier"
    label = gettext_lazy("Who carries it")
    group = "envelope"

    def read(self, value: Any) -> tuple[str, ...]:
        return _CARRIERS[shapes.one_of(value, _CARRIERS)]

    def say(self, facts: tuple[str, ...]) -> str:
        if facts == ("usps",):
            return _("Send it by the Postal Service (USPS) only.")
        return _("Send it by %(carriers)s.") % {"carriers": or_list(_CARRIER_NAMES[name] for name in facts)}

    def outcomes(self, facts: tuple[str, ...], piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        if set(_CARRIER_NAMES) <= set(facts):
            return
        if piece.carrier is None:
            yield unknown(_("how you send it"))
        elif piece.carrier not in facts:
            yield broken(
                _("This carrier is not taken"),
                _("Mail by %(carrier)s is not taken here. %(rule)s")
                % {"carrier": _CARRIER_NAMES[piece.carrier], "rule": self.say(facts)},
            )


@dataclass(frozen=True, slots=True)
class _Identity:
    """A word of the rule and the parts of the recipient it asks for."""

    word: str
    parts: tuple[str, ...]


def _parts_of(word: str) -> tuple[str, ...]:
    """What a word asks for. Words of the data differ in whose name it is; what must be there is the same."""
    if word in ("id", "id_with_label", "id_on_letter_too", "booking_number"):
        return ("id",)
    if word in ("unit", "dorm", "housing", "cell_block"):
        return ("unit",)
    if word in ("facility_code", "jid_number"):
        return (word,)
    if word.startswith("facility"):
        return ("facility",)
    return ("first_name", "last_name") if "name" in word else ()


@register
class RecipientIdentity(RuleType):
    """What must stand on the envelope about her: a list of words such as committed_name, id, unit."""

    name = "recipient_identity"
    label = gettext_lazy("Her name and number")
    group = "address"

    def read(self, value: Any) -> tuple[_Identity, ...]:
        identities = tuple(_Identity(word, _parts_of(word)) for word in shapes.words(value))
        for identity in identities:
            if not identity.parts:
                raise shapes.expected(identity.word, _("a name, a number, a unit or a facility"))
        return identities

    def say(self, facts: tuple[_Identity, ...]) -> str:
        return _("Put on the envelope: %(parts)s.") % {
            "parts": and_list(say_words((identity.word for identity in facts), "identity"))
        }

    def outcomes(self, facts: tuple[_Identity, ...], piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        wanted = [identity for identity in facts if not self._place_says(identity, target.facility)]
        if not wanted:
            return
        if piece.recipient is None:
            yield unknown(_("what stands on the envelope about her"))
            return
        absent = [identity.word for identity in wanted if not self._is_there(identity, piece.recipient)]
        if absent:
            yield broken(
                _("Something is missing from the envelope"),
                _("Mail can come back without %(parts)s. Add it to the envelope.")
                % {"parts": and_list(say_words(absent, "identity"))},
            )
        elif fits(target.id_pattern, piece.recipient.id) is False and piece.recipient.id:
            yield kept(
                _(
                    "All of it is there. Is her number right? Numbers here usually look different from %(number)s."
                )
                % {"number": piece.recipient.id}
            )

    @staticmethod
    def _place_says(identity: _Identity, facility: FacilityFacts | None) -> bool:
        """Whether the address lines of a facility bring this part by themselves: its name, its code if known."""
        if facility is None:
            return False
        return identity.parts == ("facility",) or (
            identity.parts == ("facility_code",) and bool(facility.code)
        )

    @staticmethod
    def _is_there(identity: _Identity, recipient: Recipient) -> bool:
        return all(getattr(recipient, part) for part in identity.parts)
