"""A letter as its writer sees it: how far it has come, when, and what is next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from letters.models import Correspondence, Letter
from letters.rules import can_be_edited, can_be_undone
from letters.states import LetterState
from letters.warnings import Warned, warnings_for
from profiles.models import Listing

#: States that ask something of the writer.
WAITS_ON_WRITER = (LetterState.DRAFT, LetterState.PRINTED, LetterState.REPLIED, LetterState.RETURNED)


@dataclass(frozen=True)
class Step:
    """One dot of the timeline: done, next or back (returned)."""

    label: str | Promise
    on: date | None
    mark: str


@dataclass(frozen=True)
class Shown:
    """A letter with its listing where that is public; `listing` is None where it is not, whatever the reason."""

    letter: Letter
    listing: Listing | None
    warned: Warned

    @property
    def printed_on(self) -> date | None:
        return printed_on(self.letter)

    @property
    def steps(self) -> list[Step]:
        letter = self.letter
        made = [
            Step(pgettext_lazy("letter", "Draft"), timezone.localdate(letter.created_at), "done"),
            _step(pgettext_lazy("letter", "Printed"), self.printed_on),
            _step(pgettext_lazy("letter", "Mailed"), letter.mailed_on),
        ]
        if letter.state == LetterState.RETURNED:
            return [*made, Step(pgettext_lazy("letter", "Returned"), letter.returned_on, "back")]
        return [*made, _step(pgettext_lazy("letter", "Reply"), letter.replied_on)]

    @property
    def waits_on_writer(self) -> bool:
        return self.letter.state in WAITS_ON_WRITER

    @property
    def can_be_edited(self) -> bool:
        return can_be_edited(self.letter) and self.listing is not None

    @property
    def can_be_undone(self) -> bool:
        return can_be_undone(self.letter)

    @property
    def days_since_mailed(self) -> int | None:
        mailed = self.letter.mailed_on
        return (timezone.localdate() - mailed).days if mailed else None

    @property
    def unavailable(self) -> str | Promise:
        return "" if self.listing else _("This listing is no longer available.")


def printed_on(letter: Letter) -> date | None:
    """The day it was printed, in the site's time zone."""
    return timezone.localdate(letter.printed_at) if letter.printed_at else None


@dataclass(frozen=True)
class ShownCorrespondence:
    """A correspondence with her name as it may be shown today; whoever is not public any more is not named."""

    correspondence: Correspondence
    listing: Listing | None

    @property
    def name(self) -> str | Promise:
        return self.listing.display_name if self.listing else _("A woman who is no longer listed")

    @property
    def is_due(self) -> bool:
        one = self.correspondence
        return self.listing is not None and one.is_active and one.due_on <= timezone.localdate()


def shown_correspondences(found: QuerySet[Correspondence]) -> list[ShownCorrespondence]:
    """Correspondences with their public listings. Two queries, however many there are."""
    public = Prefetch("listing", queryset=Listing.objects.public())
    return [ShownCorrespondence(one, one.listing) for one in found.prefetch_related(public)]


def _step(label: str | Promise, on: date | None) -> Step:
    return Step(label, on, "done" if on else "next")


def shown_letters(letters: QuerySet[Letter]) -> list[Shown]:
    """The letters with their public listings, and what stands against mailing them. A fixed number of queries."""
    public = Prefetch("listing", queryset=Listing.objects.public().for_cards())
    found = list(letters.prefetch_related(public))
    warnings = warnings_for(found)
    return [Shown(letter, letter.listing, warnings.get(letter.pk, Warned())) for letter in found]
