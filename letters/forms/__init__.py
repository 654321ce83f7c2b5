"""Forms of letters and accounts."""

from letters.forms.account import AdultSignupForm, ReturnAddressForm
from letters.forms.blank import BlankEnvelopeForm, BlankLetterForm
from letters.forms.checking import CheckForm
from letters.forms.correspondence import LeaveForm, PromiseForm
from letters.forms.desk import DeskForm
from letters.forms.night import NightForm, NightLetterForm
from letters.forms.steps import DayForm, ReturnForm

__all__ = [
    "AdultSignupForm",
    "BlankEnvelopeForm",
    "BlankLetterForm",
    "CheckForm",
    "DayForm",
    "DeskForm",
    "LeaveForm",
    "NightForm",
    "NightLetterForm",
    "PromiseForm",
    "ReturnAddressForm",
    "ReturnForm",
]
