"""What goes with a letter, for one woman: photos on a page, backs of prints, labels, a card; each checked first."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from letters import desk, mailpieces
from letters.mailing_rules import Finding, Level, check, parse_mailpiece
from letters.mailpieces import Draft
from letters.printing import Rendered
from letters.printing.extras import Named, render_backs, render_card, render_labels, render_photos
from letters.printing.photos import Photo
from letters.targets import target_for_listing
from profiles.errors import NotAllowed
from profiles.models import Listing

LABEL_RULE = "labels"
#: What the mailroom check calls a card, by its layout.
CARD_FORMS = {"half": "folded", "quarter": "multi_fold", "flat": "plain"}


def photos(
    listing: Listing, pictures: Sequence[Photo], *, a_page: int, paper: str, named: Iterable[str] = ()
) -> Rendered:
    """Photos on sheets of their own. Raises desk.Refused, or PrintError."""
    _checked(listing, Draft(photos=len(pictures), paper=paper)).open(named)
    return render_photos(_named(listing), list(pictures), a_page=a_page, paper=paper)


def backs(listing: Listing, count: int, *, size: str, named: Iterable[str] = ()) -> Rendered:
    """Name and number for the backs of photo prints. Raises desk.Refused, or PrintError."""
    _checked(listing, Draft(photos=count, photo_size=size)).open(named)
    return render_backs(_named(listing), count, size=size)


def card(
    listing: Listing, *, layout: str, front: str, inside: str, signature: str, named: Iterable[str] = ()
) -> Rendered:
    """A card of our own; layout is a key of CARD_FORMS. Raises desk.Refused, or PrintError."""
    _checked(listing, Draft(card=CARD_FORMS[layout])).open(named)
    return render_card(_named(listing), front=front, inside=inside, signature=signature, layout=layout)


def labels(listing: Listing, *, sheet: str, skip: int, count: int) -> Rendered:
    """Address labels, only where a rule says that they may be used. Raises NotAllowed, desk.Refused, or PrintError."""
    checked = _checked(listing, Draft(), labels=True)
    checked.open([])
    if not may_use_labels(checked):
        message = _(
            "We know of no rule there that allows labels. Print the envelope itself: that is always right."
        )
        raise NotAllowed(message)
    return render_labels(checked.lines, sheet=sheet, skip=skip, count=count)


def may_use_labels(checked: desk.Checked) -> bool:
    """Whether a rule says yes; where nothing is known the answer is no, since mailrooms often refuse labels."""
    found: list[Finding] = checked.result.at(Level.PASSED)
    return any(finding.rule == LABEL_RULE for finding in found)


def _checked(listing: Listing, draft: Draft, **facts: object) -> desk.Checked:
    """What the check says of one page with these extras in the envelope."""
    piece = mailpieces.typed_letter(draft, listing, pages=1) | facts
    return desk.Checked(check(parse_mailpiece(piece), target_for_listing(listing)))


def _named(listing: Listing) -> Named:
    return Named(listing.committed_name, listing.id_number)
