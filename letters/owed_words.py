"""What our letters to the women say. Plain words; neither the site nor what it is for stands on the page."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from letters.owed import Owed
from letters.states import OwedKind
from profiles.models import Listing, Submission


def body(one: Owed) -> str:
    """The letter's paragraphs, in the language that is switched on."""
    return "\n\n".join(part for part in _PARTS[one.kind](one) if part)


def _packet(one: Owed) -> list[str]:
    return [
        _("You asked us for the form. Here it is. It is free, and you fill in only what you like."),
        _("Read the part about what you agree to with care. Send the form back to the address at its end."),
    ]


def _proof(one: Owed) -> list[str]:
    return [
        _("Somebody close to you sent us this about you and says that you wish it. We show nothing without your "
          "own signature."),
        _("This is just what we would show, beside your age and your facility:"),
        *_shown(one.person),
        _risk(one.person),
        _("If it is right, fill in and sign the form that comes with this letter. If something is wrong, write it on "
          "this page. If you do not want it, you need do nothing."),
    ]  # fmt: skip


def _up(one: Owed) -> list[str]:
    return [
        _("Your page is up. People can read it now and write to you. This is what it says:"),
        *_shown(one.person),
        *_slip(one),
    ]


def _changes(one: Owed) -> list[str]:
    reply = one.person.reply if isinstance(one.person, Submission) else ""
    return [
        _("Thank you for your form. Before we can go on, something must change:"),
        reply,
        _("Please write to us what we may do, and put the date and your name under it."),
        _code(one),
    ]


def _renewal(one: Owed) -> list[str]:
    sent = one.listing.letters_sent if one.listing else 0
    counted = ngettext("%(sent)d letter", "%(sent)d letters", sent) % {"sent": sent}
    return [
        _("Your page is shown until %(day)s. So far we know of %(letters)s that were written to you.")
        % {"day": _day(one), "letters": counted},
        _("If you want to go on, tick the first box below, sign, and send this page back."),
        *_shown(one.person),
        "[  ]  " + _("Go on for another year."),
        *_slip(one),
    ]


def _reminder(one: Owed) -> list[str]:
    return [
        _("We wrote to you some weeks ago. Your page is shown until %(day)s, and we have not heard from you.")
        % {"day": _day(one)},
        "[  ]  " + _("Go on for another year."),
        *_slip(one),
    ]


def _withdrawn(one: Owed) -> list[str]:
    return [
        _("We took your page down, as you asked. Your photos are deleted from it too."),
        _("Letters that are on their way may still reach you. Copies that others made are out of our hands."),
        _("If this was a mistake, write to us and we send you a new form."),
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


def _shown(person: Listing | Submission) -> list[str]:
    return [_("Name: %(name)s") % {"name": person.display_name}, person.headline, person.bio]


def _risk(person: Listing | Submission) -> str:
    if not person.system.restricts_listings:
        return ""
    return _(
        "Please note: %(system)s restricts such pages, and women there have been punished for having one. Think it "
        "over before you sign."
    ) % {"system": person.system.name}


def _slip(one: Owed) -> list[str]:
    """What she can tick, sign and send back."""
    return [
        "—  —  —  —  —  —  —  —  —  —  —  —",
        _("Tick, sign and send this page back if you want something else:"),
        "[  ]  " + _("Change my page. I write on the back what."),
        "[  ]  " + _("Keep my page, but nobody new for now."),
        "[  ]  " + _("Take my page down."),
        _("Date and signature: ______________________________"),
        _("Our code for your page: %(code)s") % {"code": one.listing.slug} if one.listing else "",
    ]


def _code(one: Owed) -> str:
    return (
        _("Our code for your form: %(code)s") % {"code": one.person.code}
        if isinstance(one.person, Submission)
        else ""
    )


def _day(one: Owed) -> str:
    return date_format(one.due, "DATE_FORMAT") if one.due else ""
