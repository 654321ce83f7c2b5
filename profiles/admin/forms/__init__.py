"""Forms of the desk."""

from profiles.admin.forms.deciding import (
    CANNED_REPLIES,
    CHECKLIST,
    Decision,
    DecisionForm,
    OverrideForm,
    PhotoDecisionForm,
    StoryDecisionForm,
)
from profiles.admin.forms.entry import CONSENT_ROWS, PhotoForm, StaffFacilityField, StoryForm, SubmissionForm
from profiles.admin.forms.paper import PAPER_FIELDSETS, PaperForm
from profiles.admin.forms.steps import BlockForm, NoteForm, ReasonForm, VerifyForm, WithdrawForm

__all__ = [
    "CANNED_REPLIES", "CHECKLIST", "CONSENT_ROWS", "PAPER_FIELDSETS", "BlockForm", "Decision", "DecisionForm",
    "NoteForm", "OverrideForm", "PaperForm", "PhotoDecisionForm", "PhotoForm", "ReasonForm", "StaffFacilityField",
    "StoryDecisionForm", "StoryForm", "SubmissionForm", "VerifyForm", "WithdrawForm",
]  # fmt: skip
