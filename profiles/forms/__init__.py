"""Forms of the public pages. They turn what was typed into values and say plainly what is wrong; views call actions."""

from profiles.forms.intake import ConsentsForm, PeopleForm, PhotoForm, WordsForm
from profiles.forms.report import ReportForm

__all__ = ["ConsentsForm", "PeopleForm", "PhotoForm", "ReportForm", "WordsForm"]
