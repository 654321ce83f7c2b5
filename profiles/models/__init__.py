"""Models of `profiles`, one file for each part of the house."""

from profiles.models.blocking import BlockedWriter
from profiles.models.content import CONSENT_FIELDS, CONTENT_FIELDS, Consents, ListingContent
from profiles.models.events import EventWords, ModerationEvent, Report
from profiles.models.farewells import Farewell
from profiles.models.imports import ColumnMapping, FacilityImport, ImportedRow, ImportRun
from profiles.models.index import Change, Generation, SearchRow, SearchText, Word, WordKey
from profiles.models.listings import Listing
from profiles.models.people import User
from profiles.models.photos import Photo, Scan, SubmissionPhoto
from profiles.models.places import Facility, Program, System
from profiles.models.stories import Story, StorySubmission
from profiles.models.submissions import Submission
from profiles.models.suggestions import Suggestion

__all__ = [
    "CONSENT_FIELDS",
    "CONTENT_FIELDS",
    "BlockedWriter",
    "Change",
    "ColumnMapping",
    "Consents",
    "EventWords",
    "Facility",
    "FacilityImport",
    "Farewell",
    "Generation",
    "ImportRun",
    "ImportedRow",
    "Listing",
    "ListingContent",
    "ModerationEvent",
    "Photo",
    "Program",
    "Report",
    "Scan",
    "SearchRow",
    "SearchText",
    "Story",
    "StorySubmission",
    "Submission",
    "SubmissionPhoto",
    "Suggestion",
    "System",
    "User",
    "Word",
    "WordKey",
]
