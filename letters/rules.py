"""What may be done with a letter, as facts about it."""

from letters.models import Letter
from letters.states import LetterState

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
