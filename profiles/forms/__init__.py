"""Forms of the public pages. They turn what was typed into values and say plainly what is wrong; views call actions."""

from profiles.forms.consents import ConsentsForm
from profiles.forms.people import PeopleForm
from profiles.forms.photo import PhotoForm
from profiles.forms.report import ReportForm
from profiles.forms.suggestion import ProgramForm, SuggestionForm
from profiles.forms.words import WordsForm

__all__ = [
    "ConsentsForm",
    "PeopleForm",
    "PhotoForm",
    "ProgramForm",
    "ReportForm",
    "SuggestionForm",
    "WordsForm",
]
