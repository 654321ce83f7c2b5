"""The staff's desk in Django's admin: queues first; every decision goes through `profiles.actions`."""

from profiles.admin import (
    events,
    facility_imports,
    imports,
    listings,
    people,
    places,
    reports,
    stories,
    submissions,
    suggestions,
)

__all__ = [
    "events",
    "facility_imports",
    "imports",
    "listings",
    "people",
    "places",
    "reports",
    "stories",
    "submissions",
    "suggestions",
]
