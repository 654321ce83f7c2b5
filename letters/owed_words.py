"""What our letters to the women say. Plain words; neither the site nor what it is for stands on the page.

Everything here is in the language that is switched on.
"""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from letters.her_pages import her_page
from letters.owed import Owed
from letters.printing import papers
from letters.printing.intake import consent_block, signing
from letters.printing.papers import Block
from letters.states import OwedKind
from profiles.models import Listing, Submission
from profiles.vocabulary import ConsentItem, Seeking


def blocks(one: Owed) -> list[Block]:
    """The letter after its greeting, from the first word to what she tears off."""
    return _PARTS[one.kind](one)


def _say(*paragraphs: str) -> Block:
    return papers.words("\n\n".join(filter(None, paragraphs)), _spoken())


def _spoken() -> str:
    return (get_language() or "en").split("-")[0]


def _packet(one: Owed) -> list[Block]:
    return [
        _say(
            _("You asked us for the form. Here it is. It is free, and you fill in only what you like."),
            _("Please read the last part, about what you agree to, with care. Then send the form back to the address "
              "at its end. We read every form, and we write to you before anything of it is shown."),
        ),
        _parting(),
    ]  # fmt: skip


def _proof(one: Owed) -> list[Block]:
    return [
        _say(
            _("Somebody close to you sent us this about you and says that you wish it. We show nothing without your "
              "own signature."),
            _("On the next page you see all that we would show: every word, and every photo. Look it over and write "
              "on it what is wrong. Then tick and sign on the last page and send us all sheets back."),
            _("If you do not want this, you need do nothing. Nobody is shown anything."),
        ),
        *_risk(one.person),
        _parting(),
        papers.heading(_("What we would show"), new_page=True),
        papers.her_page(her_page(one.person)),
        papers.heading(_("Your answer"), new_page=True),
        papers.ticks(
            _("It is right. Show it as it is."),
            _("Show it with the changes that I wrote on it."),
            _("I do not want it. Show nothing."),
        ),
        papers.heading(_("What I agree to")),
        _say(_("Tick only what you want. You can take back any part at any time: write to us and we take it down. What "
               "you agree to lasts twelve months; then we ask you again.")),
        papers.ticks(*(consent_block(_spoken(), item)["text"] for item in _asked(one.person))),
        papers.sign(*signing(_spoken())),
        papers.back_to_us(),
    ]  # fmt: skip


def _up(one: Owed) -> list[Block]:
    return [
        _say(
            _("Your page is up. People can read it now and write to you. How it looks stands on the next page: please "
              "keep it."),
            _("If you want something else, now or later, tear off the part below and send it to us. You need not give "
              "a reason."),
        ),
        _parting(),
        papers.slip(_("I want something else"), _other_wishes(), _signature(), _write_on_the_back()),
        *_her_page(one),
    ]  # fmt: skip


def _changes(one: Owed) -> list[Block]:
    reply = one.person.reply if isinstance(one.person, Submission) else ""
    return [
        _say(_("Thank you for your form. Before we can go on, something has to change:")),
        papers.words(reply, one.person.language, "quoted"),
        _say(_("Please tell us on the lines below what we may do. You can also send another form.")),
        _parting(),
        papers.heading(_("What you may do")),
        papers.lines(6),
        papers.sign("", *_signature()),
        papers.back_to_us(),
    ]


def _renewal(one: Owed) -> list[Block]:
    sent = one.listing.letters_sent if one.listing else 0
    return [
        _say(
            _("Your page is shown until %(day)s. Do you want to go on?") % {"day": _day(one)},
            ngettext(
                "So far we know of %(sent)d letter that was written to you.",
                "So far we know of %(sent)d letters that were written to you.",
                sent,
            )
            % {"sent": sent},
            _("What your page says now stands on the next page. Tick below what you want, sign, tear it off, and send "
              "it to us. If we hear nothing, your page goes down after that day."),
        ),
        _parting(),
        _answer(),
        *_her_page(one),
    ]  # fmt: skip


def _reminder(one: Owed) -> list[Block]:
    return [
        _say(
            _("We wrote to you some weeks ago and have not heard from you. Your page is shown until %(day)s. After "
              "that day it goes down, unless you tell us to go on.") % {"day": _day(one)},
            _("Tick below what you want, sign, tear it off, and send it to us. If your answer is on its way already, "
              "you need do nothing."),
        ),
        _parting(),
        _answer(),
    ]  # fmt: skip


def _withdrawn(one: Owed) -> list[Block]:
    return [
        _say(
            _("We took your page down, as you asked. Your photos are deleted from it too."),
            _(
                "Letters that are on their way may still reach you. Copies that others made are out of our hands."
            ),
            _("If this was a mistake, write to us and we send you a new form."),
        ),
        _parting(),
        papers.back_to_us(),
    ]


_PARTS = {
    OwedKind.PACKET: _packet,
    OwedKind.PROOF: _proof,
    OwedKind.UP: _up,
    OwedKind.CHANGES: _changes,
    OwedKind.RENEWAL: _renewal,
    OwedKind.REMINDER: _reminder,
    OwedKind.WITHDRAWN: _withdrawn,
}


def _parting() -> Block:
    return papers.parting(_("With good wishes,"), settings.ORG_RETURN_ADDRESS[0])


def _answer() -> Block:
    go_on = _("Yes, go on. I agree that my page is shown for another twelve months.")
    return papers.slip(_("My answer"), [go_on, *_other_wishes()], _signature(), _write_on_the_back())


def _her_page(one: Owed) -> list[Block]:
    title = _("Your page, as people see it")
    return [papers.heading(title, new_page=True), papers.her_page(her_page(one.person))]


def _other_wishes() -> list[str]:
    return [
        _("Change my page."),
        _("Keep my page, but nobody new for now."),
        _("Take my page down."),
    ]


def _write_on_the_back() -> str:
    return _("What to change: write it on the back, or add a sheet.")


def _signature() -> tuple[str, str]:
    return _("Signature"), _("Date")


def _asked(person: Listing | Submission) -> list[ConsentItem]:
    """The items that there is something to show for."""
    there_is = {
        ConsentItem.PHOTO: isinstance(person, Submission) and person.photos.exists(),
        ConsentItem.OFFENSE: bool(person.offense_words) and settings.OFFENSE_POLICY != "hidden",
        ConsentItem.ROMANCE: Seeking.ROMANCE in person.seeking and not person.no_romance,
    }
    return [item for item in ConsentItem if there_is.get(item, True)]


def _risk(person: Listing | Submission) -> list[Block]:
    if not person.system.restricts_listings:
        return []
    words = _(
        "Please note: %(system)s restricts such pages, and women there have been punished for having one. Think it "
        "over before you sign."
    ) % {"system": person.system.name}
    return [papers.words(words, _spoken(), "warning")]


def _day(one: Owed) -> str:
    """The day with its month in full: Django's English format shortens it."""
    if one.due is None:
        return ""
    return date_format(one.due, "F j, Y" if _spoken() == "en" else "DATE_FORMAT")
