"""Codes on letters, for whoever types one on the desk."""

from typing import Any

from django.urls import reverse

from letters.models import IncomingMail, Letter, PrintedLetter
from letters.states import OwedKind
from profiles.finding_records import finder, knower, typing_in
from profiles.models import User


@finder
def letter(code: str, user: User) -> str:
    """The page of a letter with this code: states only, as everywhere on the desk."""
    pk = Letter.objects.filter(code=code).values_list("pk", flat=True).first()
    may = user.has_perm("letters.view_letter")
    return reverse("admin:letters_letter_change", args=[pk]) if pk and may else ""


@finder
def printed_for_her(code: str, user: User) -> str:
    """What a paper of ours that came back leads to: her listing, or the form to be typed in."""
    printed = PrintedLetter.objects.filter(code=code).order_by("-pk").first()
    if printed is None:
        return ""
    if printed.kind == OwedKind.PACKET:
        return typing_in(code, user)
    may = user.has_perm("profiles.view_listing")
    return (
        reverse("admin:profiles_listing_change", args=[printed.listing_id])
        if printed.listing_id and may
        else ""
    )


@knower
def asked_for_form(code: str) -> dict[str, Any]:
    """Name, number and place of the woman to whom we sent a form with this code."""
    key = PrintedLetter.objects.filter(code=code, kind=OwedKind.PACKET).values_list("key", flat=True).first()
    mail = IncomingMail.objects.filter(pk=key.partition(":")[2]).first() if key else None
    if mail is None:
        return {}
    return {"committed_name": mail.sender, "id_number": mail.id_number, "facility": mail.facility_id}
