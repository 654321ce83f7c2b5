"""The directory's search: `find` answers, `write_listing` keeps it true."""

from profiles.search.facets import Chip, Facet, Option, chips_of, clear_query, facets_of
from profiles.search.finding import PAGE_SIZE, Results, current_change, find
from profiles.search.params import Release, SearchParams, Sort
from profiles.search.similar import similar_to
from profiles.search.writing import index_many, places_changed, shown_seeking, write_listing

__all__ = [
    "PAGE_SIZE",
    "Chip",
    "Facet",
    "Option",
    "Release",
    "Results",
    "SearchParams",
    "Sort",
    "chips_of",
    "clear_query",
    "current_change",
    "facets_of",
    "find",
    "index_many",
    "places_changed",
    "shown_seeking",
    "similar_to",
    "write_listing",
]
