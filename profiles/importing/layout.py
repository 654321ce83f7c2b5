"""The columns of a CSV file of listings, and other names by which people call them."""

from profiles.models import CONSENT_FIELDS, CONTENT_FIELDS

#: Headers in the order in which they are written. Consents: the day she signed, how it reached us, number of the scan.
HEADERS = (*CONTENT_FIELDS, "words_dated", *CONSENT_FIELDS)
REQUIRED = (
    "system", "facility", "committed_name", "display_name", "id_number", "birth_date", "bio", "release_kind",
)  # fmt: skip
LISTS = ("interests", "languages", "seeking")
DAYS = (
    "birth_date",
    "release_date",
    "words_dated",
    *(name for name in CONSENT_FIELDS if name.endswith("_on")),
)
SWITCHES = ("veteran", "women_only", "no_romance", "paused")
CHOICES = ("language", "faith", "release_kind", *(name for name in CONSENT_FIELDS if name.endswith("_how")))
SCANS = tuple(name for name in CONSENT_FIELDS if name.endswith("_scan"))
#: Text of several lines; everything else is one line.
LONG = ("bio", "offense_words")

#: Other spellings of a header, as `plain` makes them.
SPELLINGS = {
    "department": "system", "state_system": "system", "jurisdiction": "system",
    "prison": "facility", "institution": "facility", "unit": "housing_unit", "housing": "housing_unit",
    "legal_name": "committed_name", "full_name": "committed_name", "name": "committed_name",
    "preferred_name": "display_name", "first_name": "display_name", "nickname": "display_name",
    "id": "id_number", "number": "id_number", "inmate_number": "id_number", "doc_number": "id_number",
    "din": "id_number", "register_number": "id_number", "inmate_id": "id_number",
    "dob": "birth_date", "date_of_birth": "birth_date", "birthday": "birth_date", "birthdate": "birth_date",
    "title": "headline", "tagline": "headline", "about": "bio", "about_me": "bio", "biography": "bio",
    "hobbies": "interests", "looking_for": "seeking", "religion": "faith", "release": "release_date",
    "earliest_release_date": "release_date", "offense": "offense_words", "consent_date": "consent_listing_on",
    "consent_signed": "consent_listing_on", "words_date": "words_dated",
}  # fmt: skip


def plain(header: str) -> str:
    """A header in small letters with underscores for everything that is neither letter nor digit."""
    return "_".join("".join(char if char.isalnum() else " " for char in header.casefold()).split())


def field_for(header: str) -> str:
    """The field that a column most likely is; empty where nobody can tell."""
    name = plain(header)
    return name if name in HEADERS else SPELLINGS.get(name, "")
