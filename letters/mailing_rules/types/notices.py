"""Facts no machine can judge, and facts about what happens to the letter: always worth a notice."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy, ngettext

from letters.mailing_rules import shapes
from letters.mailing_rules.base import Group, Outcome, RuleType, Tone, notice
from letters.mailing_rules.mailpiece import Mailpiece
from letters.mailing_rules.model import Target
from letters.mailing_rules.phrases import gettext as _
from letters.mailing_rules.registry import register
from letters.mailing_rules.say import and_list, say_words


class NoticeType(RuleType):
    """A type of rule that only says something."""

    group: ClassVar[Group] = "handling"

    def tone_of(self, facts: Any) -> Tone:
        return "know"

    def outcomes(self, facts: Any, piece: Mailpiece, target: Target) -> Iterator[Outcome]:
        yield notice(self.say(facts))


@register
class ContentForbidden(NoticeType):
    """A list of subjects."""

    name = "content_forbidden"
    label = gettext_lazy("What not to write about")
    group = "content"

    def read(self, value: Any) -> tuple[str, ...]:
        return shapes.words(value)

    def say(self, facts: tuple[str, ...]) -> str:
        return _("Letters and pictures must not have in them: %(subjects)s.") % {
            "subjects": and_list(say_words(facts, "subject"))
        }

    def tone_of(self, facts: tuple[str, ...]) -> Tone:
        return "dont"


@register
class DeliveredAs(NoticeType):
    """original, photocopy, digital_scan or mixed."""

    name = "delivered_as"
    label = gettext_lazy("What she gets")

    def read(self, value: Any) -> str:
        return shapes.one_of(value, ("original", "photocopy", "digital_scan", "mixed"))

    def say(self, facts: str) -> str:
        return {
            "original": _("She gets your letter itself."),
            "photocopy": _("She gets a copy of your letter on paper, not the letter itself."),
            "digital_scan": _("She reads your letter on a screen, not on paper."),
            "mixed": _("She gets your letter itself or a copy of it. That differs from place to place."),
        }[facts]


@register
class Handling(NoticeType):
    """{originals_kept_days: n, all_or_nothing: true, one_recipient_per_envelope: true,
    number_the_pages: recommended, number_of_letters: unlimited}, any of them.
    """

    name = "handling"
    label = gettext_lazy("In the mailroom")

    def read(self, value: Any) -> dict[str, Any]:
        fields = shapes.Fields(value)
        facts = {
            "originals_kept_days": fields.take("originals_kept_days", shapes.whole),
            "all_or_nothing": fields.take("all_or_nothing", shapes.flag),
            "one_recipient_per_envelope": fields.take("one_recipient_per_envelope", shapes.flag),
            "number_the_pages": fields.take("number_the_pages", shapes.one_of, ("recommended",)),
            "number_of_letters": fields.take("number_of_letters", shapes.one_of, ("unlimited",)),
        }
        fields.done()
        return facts

    def say(self, facts: dict[str, Any]) -> str:
        days = facts["originals_kept_days"]
        said = []
        if days is not None:
            said.append(
                ngettext(
                    "The letter itself is kept for %(count)d day, then destroyed.",
                    "The letter itself is kept for %(count)d days, then destroyed.",
                    days,
                )
                % {"count": days}
            )
        if facts["all_or_nothing"]:
            said.append(_("If one thing breaks a rule, the whole letter goes back."))
        if facts["one_recipient_per_envelope"]:
            said.append(_("Put letters for one woman only in an envelope."))
        if facts["number_the_pages"]:
            said.append(_("Number the pages."))
        if facts["number_of_letters"]:
            said.append(_("You may write as often as you like."))
        return " ".join(said) or _("Nothing special.")


@register
class EmessagingVendor(NoticeType):
    """Name of the company for electronic messages."""

    name = "emessaging_vendor"
    label = gettext_lazy("Electronic messages")

    def read(self, value: Any) -> str:
        return shapes.text(value)

    def say(self, facts: str) -> str:
        return _("Electronic messages go through %(company)s.") % {"company": facts}
