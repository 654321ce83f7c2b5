"""Mail that came to the organization's own address: found by its code, and acted on."""

from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from letters.models import IncomingMail, Letter, PrintedLetter
from letters.states import IncomingKind
from profiles import actions
from profiles.codes import read_code
from profiles.committed import once_committed
from profiles.errors import NotAllowed, WrongState
from profiles.mail import send_in_all_languages
from profiles.models import Listing, Submission, User
from profiles.states import ListingState, Reason
from profiles.vocabulary import ConsentItem


@transaction.atomic
def log(*, mail: IncomingMail, by: User) -> IncomingMail:
    """Keep one piece, with what its code says it is about. The writer of a letter that is answered is told once.

    A piece that was logged before keeps who logged it. A withdrawal by somebody who may not carry it out takes her page
    off the site at once, and waits for somebody who may.
    """
    told = (
        IncomingMail.objects.filter(pk=mail.pk, kind=IncomingKind.REPLY)
        .values_list("letter", flat=True)
        .first()
    )
    mail.logged_by = mail.logged_by or by
    code = read_code(mail.code) or ""
    if code:
        mail.submission = Submission.objects.filter(code=code).select_related("listing").first()
        mail.letter = Letter.objects.filter(code=code).first()
        printed = PrintedLetter.objects.filter(code=code).select_related("listing").order_by("-pk").first()
        about = [one.listing for one in (mail.submission, mail.letter, printed) if one is not None]
        mail.listing = mail.listing or next(filter(None, about), None)
    elif mail.code:
        mail.listing = mail.listing or Listing.objects.filter(slug=mail.code.strip().lower()).first()
    mail.listing = mail.listing or _by_number(mail)
    mail.save()
    if mail.kind == IncomingKind.WITHDRAWAL and not by.has_perm("profiles.withdraw_listing"):
        _take_off_the_site(mail, by)
    if mail.kind == IncomingKind.REPLY and mail.letter is not None and mail.letter.pk != told:
        once_committed(tell_writer.enqueue, mail.letter.pk)
    return mail


def _by_number(mail: IncomingMail) -> Listing | None:
    """The one living listing with the number that was typed, in her facility's system where that was chosen."""
    if not mail.id_number:
        return None
    living = Listing.objects.exclude(state=ListingState.WITHDRAWN).filter(
        id_number__iexact=mail.id_number.strip()
    )
    if mail.facility is not None:
        living = living.filter(system=mail.facility.system_id)
    found = list(living[:2])
    return found[0] if len(found) == 1 else None


def _take_off_the_site(mail: IncomingMail, by: User) -> None:
    """Hide what is published, for nobody should see her while her wish waits for a second pair of eyes."""
    if mail.listing is not None and mail.listing.state == ListingState.PUBLISHED:
        mail.listing = actions.hide(listing=mail.listing, by=by, reason=Reason.HER_WISH)


@transaction.atomic
def withdraw(*, mail: IncomingMail, by: User) -> Listing:
    """Take her whole listing down because this piece says so. Raises NotAllowed where it names nobody."""
    if mail.listing is None:
        raise NotAllowed(_("Say first whose letter this is."))
    listing = actions.withdraw(listing=mail.listing, by=by, item=ConsentItem.LISTING)
    IncomingMail.objects.filter(pk=mail.pk).update(done=_("Listing withdrawn"))
    return listing


@transaction.atomic
def forward(*, mail: IncomingMail, by: User, on: date | None = None) -> IncomingMail:
    """An answer went on to the writer's address by post (default today); they are told. Raises WrongState otherwise."""
    day = on or timezone.localdate()
    if not IncomingMail.objects.to_forward().filter(pk=mail.pk).update(forwarded_on=day):
        raise WrongState(_("This answer was sent on already, or is none."))
    mail.refresh_from_db()
    if mail.letter is not None:
        once_committed(tell_forwarded.enqueue, mail.letter.pk)
    return mail


@task()
def tell_forwarded(letter_pk: int) -> bool:
    """Say by e-mail that an answer is in the mail. Names nobody. Returns whether one was sent."""
    letter = Letter.objects.select_related("writer").filter(pk=letter_pk).first()
    if letter is None:
        return False
    send_in_all_languages(partial(_forwarded_note, letter.code), letter.writer.email)
    return True


def _forwarded_note(code: str) -> tuple[str, str]:
    """Subject and words in the language that is active."""
    words = _(
        "Hello,\n\nthe answer to your letter %(code)s is in the mail to your return address. It should be with you "
        "within a week or two.\n\n%(site)s"
    ) % {"code": code, "site": settings.SITE_NAME}
    return _("An answer is in the mail to you"), words


@task()
def tell_writer(letter_pk: int) -> bool:
    """Say by e-mail that an answer came to us and goes on by post. Names nobody. Returns whether one was sent."""
    letter = Letter.objects.select_related("writer").filter(pk=letter_pk).first()
    if letter is None:
        return False
    send_in_all_languages(partial(_answer_note, letter.code), letter.writer.email)
    return True


def _answer_note(code: str) -> tuple[str, str]:
    """Subject and words in the language that is active."""
    words = _(
        "Hello,\n\nan answer to your letter %(code)s came to our address. We send it on to your return address by "
        "post.\n\n%(site)s"
    ) % {"code": code, "site": settings.SITE_NAME}
    return _("An answer is on its way to you"), words
