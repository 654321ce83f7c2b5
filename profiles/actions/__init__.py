"""Everything that changes a state: one function for each change, keyword-only and atomic.

Each checks where things stand in the write itself, so that of two people who decide at once one is told that the
other was first, on SQLite and PostgreSQL alike. Locks are always taken in the order listing, submission, change
number. Refusals are in `profiles.errors`.
"""

from profiles.actions.claims import claim, claim_next, release
from profiles.actions.events import record_event
from profiles.actions.listings import hide, record_letter, remove_photo, unhide, verify, withdraw
from profiles.actions.publishing import approve
from profiles.actions.reports import handle_report, report
from profiles.actions.stories import approve_story, decline_story, edit_story, show_story, submit_story
from profiles.actions.submissions import (
    add_photo,
    ask_for_changes,
    decide_photo,
    decline,
    edit,
    override_policy,
    propose_change,
    submit,
)
from profiles.actions.suggestions import handle_suggestion, suggest

__all__ = [
    "add_photo",
    "approve",
    "approve_story",
    "ask_for_changes",
    "claim",
    "claim_next",
    "decide_photo",
    "decline",
    "decline_story",
    "edit",
    "edit_story",
    "handle_report",
    "handle_suggestion",
    "hide",
    "override_policy",
    "propose_change",
    "record_event",
    "record_letter",
    "release",
    "remove_photo",
    "report",
    "show_story",
    "submit",
    "submit_story",
    "suggest",
    "unhide",
    "verify",
    "withdraw",
]
