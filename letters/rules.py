"""What may be done with a letter, as facts about it."""

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from letters.models import Correspondence, Letter
from letters.states import LetterState
from profiles.models import Listing, User


class Asked(TextChoices):
    """What a woman may ask of whoever writes to her. The label is what the writer says by ticking it."""

    WOMAN = "woman", _("I am a woman")
    KNOWN = "known", _("We already write to each other")


#: From where a letter may go to which state, one step at a time.
STEPS = {
    LetterState.DRAFT: (LetterState.PRINTED,),
    LetterState.PRINTED: (LetterState.MAILED,),
    LetterState.MAILED: (LetterState.REPLIED, LetterState.RETURNED),
    LetterState.REPLIED: (),
    LetterState.RETURNED: (),
}
#: Where a step that was marked by mistake leads back to.
STEP_BACK = {
    LetterState.PRINTED: LetterState.DRAFT,
    LetterState.MAILED: LetterState.PRINTED,
    LetterState.REPLIED: LetterState.MAILED,
    LetterState.RETURNED: LetterState.MAILED,
}


def may_become(letter: Letter, state: LetterState) -> bool:
    return state in STEPS[LetterState(letter.state)]


def can_be_edited(letter: Letter) -> bool:
    """Only a draft: what was printed stays as it was printed."""
    return letter.state == LetterState.DRAFT


def can_be_undone(letter: Letter) -> bool:
    return letter.state in STEP_BACK


def asked_of(writer: User | None, listing: Listing) -> list[Asked]:
    """What this writer has to say before anything is printed to her. [] where her wishes are met already."""
    asked = []
    if listing.women_only and not (writer and writer.is_woman):
        asked.append(Asked.WOMAN)
    if not listing.takes_new_writers and not (writer and _has_written(writer, listing)):
        asked.append(Asked.KNOWN)
    return asked


def unmet(writer: User | None, listing: Listing, attested: Collection[str]) -> list[Asked]:
    """What she asks and the writer has not said."""
    return [asked for asked in asked_of(writer, listing) if asked not in attested]


def _has_written(writer: User, listing: Listing) -> bool:
    return Correspondence.objects.of(writer).filter(listing=listing).exists()
