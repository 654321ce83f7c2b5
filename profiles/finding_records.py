"""From a code on paper to its record on the desk.

Any application adds its own in a module `finders`, with the decorator `finder`.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.module_loading import autodiscover_modules

from profiles.codes import SLUG_LENGTH, read_code
from profiles.models import Listing, Submission, User

#: Takes a code and who asks; gives the address of the record's page on the desk, or empty text.
Finder = Callable[[str, User], str]
FINDERS: list[Finder] = []
#: Takes a code; gives what is known of the woman to whom a paper with it was sent, by names of a submission's fields.
Knower = Callable[[str], dict[str, Any]]
KNOWERS: list[Knower] = []


def finder(function: Finder) -> Finder:
    """Decorator: ask this for codes that are no submission's."""
    FINDERS.append(function)
    return function


def knower(function: Knower) -> Knower:
    """Decorator: ask this when a form with a code is typed in."""
    KNOWERS.append(function)
    return function


def known_of(code: str) -> dict[str, Any]:
    """What is known already of the woman to whom a paper with this code was sent; {} where nothing is."""
    autodiscover_modules("finders")
    return next(filter(None, (known(code) for known in KNOWERS)), {})


def address_of(typed: str, user: User) -> str:
    """Where the record with this code or slug is looked at by this member of the staff; empty where there is none.

    A code is seven characters with its check character, whatever its case, spaces and hyphens; a slug is eight.
    """
    autodiscover_modules("finders")
    code = read_code(typed)
    if code:
        return next(filter(None, (find(code, user) for find in [_submission, *FINDERS])), "")
    slug = typed.strip().lower()
    return _listing(slug, user) if len(slug) == SLUG_LENGTH else ""


def typing_in(typed: str, user: User) -> str:
    """Where the form with a code that no record has yet is typed in, by whoever may; else empty."""
    code = read_code(typed)
    may = user.has_perm("profiles.add_submission")
    return f"{reverse('admin:profiles_submission_add')}?{urlencode({'code': code})}" if code and may else ""


def _submission(code: str, user: User) -> str:
    pk = Submission.objects.filter(code=code).values_list("pk", flat=True).first()
    may = user.has_perm("profiles.view_submission")
    return reverse("admin:profiles_submission_review", args=[pk]) if pk and may else ""


def _listing(slug: str, user: User) -> str:
    pk = Listing.objects.filter(slug=slug).values_list("pk", flat=True).first()
    may = user.has_perm("profiles.view_listing")
    return reverse("admin:profiles_listing_change", args=[pk]) if pk and may else ""
