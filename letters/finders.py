"""Codes on letters, for whoever types one on the desk."""

from django.urls import reverse

from letters.models import Letter
from profiles.finding_records import finder
from profiles.models import User


@finder
def letter(code: str, user: User) -> str:
    """The page of a letter with this code: states only, as everywhere on the desk."""
    pk = Letter.objects.filter(code=code).values_list("pk", flat=True).first()
    may = user.has_perm("letters.view_letter")
    return reverse("admin:letters_letter_change", args=[pk]) if pk and may else ""
