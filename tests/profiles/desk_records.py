"""One record of every kind that the desk shows, and people of every role, for tests that open all its pages."""

import io
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from PIL import Image

from letters.models import (
    FactChange,
    IncomingMail,
    Letter,
    LetterBatch,
    MailingRule,
    PostageRate,
    ReturnedLetter,
    Route,
    WrongReport,
)
from profiles import actions
from profiles.models import (
    FacilityImport,
    ImportRun,
    ModerationEvent,
    Program,
    Scan,
    StorySubmission,
    Suggestion,
    User,
)
from profiles.photos import check_photo
from tests.factories import make_moderator, make_photo, make_story, make_submission, make_user
from tests.letters.places import make_reachable

ROLES = ("data entry", "moderator", "senior moderator", "mail coordinator", "auditor")
#: Everybody who may knock at the desk.
PEOPLE = (*ROLES, "superuser", "writer", "anonymous")


def client_of(who: str) -> Client:
    """A browser in which somebody of this role has just signed in."""
    client = Client()
    if who in ROLES:
        user = make_user(is_staff=True, pen_name=who)
        user.groups.add(Group.objects.get(name=who))
        client.force_login(user)
    elif who != "anonymous":
        client.force_login(make_moderator() if who == "superuser" else make_user())
    return client


def make_records() -> dict[str, Model]:
    """A record by the name of its model. The submission is a change to the listing and comes with a photo."""
    listing, by = make_reachable(), make_moderator()
    submission = make_submission(
        listing=listing, kind="change", facility=listing.facility, id_number=listing.id_number
    )
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "teal").save(out, "JPEG")
    photo = actions.add_photo(submission=submission, photo=check_photo(out))
    story = make_story(listing)
    sent = actions.submit_story(submission=_drawing(listing), by=by)
    letter = Letter.objects.create(writer=make_user(), listing=listing, return_lines="Zoe\n1 Hill Road")
    mail = IncomingMail.objects.create(
        kind="reply", letter=letter, listing=listing, scan=_scan(), logged_by=by
    )
    rule = MailingRule.objects.filter(system=listing.system).first()
    day = timezone.localdate()
    made: list[Model | None] = [
        *(
            listing,
            submission,
            photo,
            story,
            sent,
            letter,
            mail,
            make_photo(listing),
            make_user(),
            _batch(by),
        ),
        *(
            listing.system,
            listing.facility,
            rule,
            Route.objects.get(system=listing.system),
            Group.objects.first(),
        ),
        *(_scan(), actions.report(listing=listing, reason="wrong"), ModerationEvent.objects.first()),
        EmailAddress.objects.first(),
        Program.objects.create(name="Books", slug="books"),
        PostageRate.objects.create(valid_from=day, letter_first=78, letter_more=29, flat_first=150),
        Suggestion.objects.create(about="page", page="/about/", text="Words."),
        ReturnedLetter.objects.create(
            letter=letter, facility=listing.facility, reason="moved", returned_on=day
        ),
        WrongReport.objects.create(system=listing.system, about="address"),
        FactChange.objects.create(
            kind="changed", subject_type="mailingrule", subject_id=1, label="x", place="x"
        ),
        ImportRun.objects.create(sha256="0" * 64, name="list.csv"),
        FacilityImport.objects.create(name="places.csv"),
    ]
    return {one._meta.model_name or "": one for one in made if one is not None}


def _drawing(listing: Any) -> Any:
    drawing = StorySubmission(listing=listing, kind="drawing", title="Birds", alt_text="Two birds.")
    drawing.drawing.save("birds.jpg", ContentFile(b"not looked at"), save=False)
    return drawing


def _scan() -> Scan:
    scan = Scan(media_type="application/pdf")
    scan.file.save("scan.pdf", ContentFile(b"%PDF-1.7"))
    return scan


def _batch(by: User) -> LetterBatch:
    batch = LetterBatch(made_by=by)
    batch.letters_file.save("letters.pdf", ContentFile(b"%PDF-1.7"), save=False)
    batch.envelopes_file.save("envelopes.pdf", ContentFile(b"%PDF-1.7"))
    return batch
