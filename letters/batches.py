"""Printing the letters that we owe: each checked as mail from an organization, none printed twice by accident."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from letters import desk, mailpieces
from letters.mailing_rules import Target, check, parse_mailpiece
from letters.mailpieces import Draft
from letters.models import Letter, LetterBatch, PrintedLetter
from letters.owed import Owed
from letters.owed_words import blocks
from letters.printing import CoverList, PrintError, Rendered, render_cover
from letters.printing.intake import LANGUAGES, render_intake
from letters.printing.papers import Paper, render_paper
from letters.states import OwedKind
from letters.targets import target_for_facility, target_for_listing
from profiles.actions.erasing import forget_farewell
from profiles.codes import random_code
from profiles.committed import once_committed
from profiles.errors import NotAllowed
from profiles.models import Listing, Submission, User

MOST_LETTERS = 60  # in a batch
KEPT_DAYS = 60  # files of a batch, for printing it again
ENVELOPE = "10"


@dataclass(frozen=True)
class Ready:
    """One letter laid out, with its envelope. `code` stands on it, and finds it when it comes back."""

    owed: Owed
    code: str
    pages: list[Rendered]
    envelope: Rendered

    @property
    def count(self) -> int:
        return sum(part.pages for part in self.pages)


@dataclass
class Prepared:
    """What can be printed, and what is left out with the reason in words."""

    ready: list[Ready] = field(default_factory=list)
    left_out: list[tuple[Owed, str]] = field(default_factory=list)


def prepare(letters: Iterable[Owed]) -> Prepared:
    """Lay out and check each letter; none of it is recorded."""
    prepared = Prepared()
    for one in letters:
        try:
            prepared.ready.append(_laid_out(one))
        except desk.Refused as refused:
            words = " ".join(finding.message for finding in refused.checked.blocked)
            prepared.left_out.append((one, words or _("Her address is not known in full.")))
        except PrintError as error:
            prepared.left_out.append((one, str(error)))
    return prepared


@transaction.atomic
def print_batch(*, prepared: Prepared, by: User) -> LetterBatch:
    """Record a batch with its files. A letter that somebody else printed meanwhile is left out.

    Once a withdrawal's confirmation is in a batch, nothing else keeps her name. Raises NotAllowed where nothing is
    left to print.
    """
    batch = LetterBatch.objects.create(made_by=by)
    kept = [one for one in prepared.ready[:MOST_LETTERS] if _recorded(batch, one)]
    if not kept:
        raise NotAllowed(_("There is nothing to print, or somebody else has just printed it."))
    for one in kept:
        if one.owed.kind == OwedKind.WITHDRAWN and one.owed.listing:
            forget_farewell(listing_pk=one.owed.listing.pk)
    batch.letters_file.save(
        "letters.pdf", ContentFile(joined(part for one in kept for part in one.pages)), save=False
    )
    batch.envelopes_file.save("envelopes.pdf", ContentFile(joined(one.envelope for one in kept)), save=False)
    batch.save(update_fields=["letters_file", "envelopes_file"])
    return batch


def cover_list(batch: LetterBatch) -> Rendered:
    """The list that goes with the pile, in its order, with a box to tick for each envelope. Raises PrintError."""
    rows = [
        [str(number), one.name or "-", one.get_kind_display(), one.place, str(one.pages), one.code, "☐"]
        for number, one in enumerate(batch.printed.all(), start=1)
    ]
    columns = [_("No."), _("Name"), _("Kind"), _("Facility"), _("Pages"), _("Code"), _("In the envelope")]
    title = _("Batch %(code)s") % {"code": batch.code}
    return render_cover(
        CoverList(title, columns, rows, [_("Shred this list once the letters are in the mail.")])
    )


def forget_files() -> int:
    """Delete files and names of batches older than KEPT_DAYS; what was printed stays known. Returns how many."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    old = list(LetterBatch.objects.filter(made_at__lt=before).exclude(letters_file=""))
    for batch in old:
        for file in (batch.letters_file, batch.envelopes_file):
            once_committed(file.storage.delete, str(file.name))
        LetterBatch.objects.filter(pk=batch.pk).update(letters_file="", envelopes_file="")
        batch.printed.update(name="", place="")
    return len(old)


def joined(parts: Iterable[Rendered]) -> bytes:
    """One file of several."""
    import pikepdf  # noqa: PLC0415 - importing it takes long and writes to the log

    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(BytesIO(part.pdf)) as pdf:
                whole.pages.extend(pdf.pages)
        out = BytesIO()
        whole.save(out, deterministic_id=True)
        return out.getvalue()


def _recorded(batch: LetterBatch, one: Ready) -> bool:
    person = one.owed.person
    try:
        with transaction.atomic():
            PrintedLetter.objects.create(
                batch=batch,
                key=one.owed.key,
                kind=one.owed.kind,
                listing=one.owed.listing,
                name=person.committed_name,
                place=person.facility.name,
                pages=one.count,
                code=one.code,
            )
    except IntegrityError:
        return False
    return True


def _laid_out(one: Owed) -> Ready:
    """Raises desk.Refused or PrintError. The check counts every page that goes into the envelope."""
    person = one.person
    language = person.language if person.language in LANGUAGES else LANGUAGES[0]
    draft = _draft(language, timezone.localdate())
    target = _target(person)
    first = _checked(draft, person, 1, target)
    if first.has_no_way_past:
        raise desk.Refused(first)
    code = person.code if isinstance(person, Submission) else fresh_code()
    pages = [_letter(one, draft, first.lines, code)]
    if one.kind == OwedKind.PACKET:
        whose = (person.committed_name, person.id_number)
        pages.append(
            render_intake(language, settings.ORG_RETURN_ADDRESS, large=one.large, code=code, whose=whose)
        )
    _checked(draft, person, sum(part.pages for part in pages), target).open([])
    return Ready(one, code, pages, desk.envelope(draft, first.lines))


def fresh_code() -> str:
    """A short code that stands on nothing else yet."""
    while True:
        code = random_code()
        rows = (Submission.objects, Letter.objects, PrintedLetter.objects)
        if not any(known.filter(code=code).exists() for known in rows):
            return code


def _target(person: Listing | Submission) -> Target:
    """Where her mail goes; that it waits, where a letter to her came back."""
    if isinstance(person, Listing) and person.pk:
        return target_for_listing(person)
    return target_for_facility(person.facility)


def _checked(draft: Draft, person: Listing | Submission, pages: int, target: Target) -> desk.Checked:
    piece = mailpieces.typed_letter(draft, cast(Listing, person), pages)
    return desk.Checked(check(parse_mailpiece(piece), target))


def _letter(one: Owed, draft: Draft, address: list[str], code: str) -> Rendered:
    person = one.person
    with translation.override(draft.language):
        paper = Paper(
            committed_name=person.committed_name,
            id_number=person.id_number,
            address_lines=address,
            sender_lines=list(draft.return_lines),
            date_text=desk.date_words(draft),
            salutation=_("Dear %(name)s,") % {"name": person.display_name},
            title=_("Letter to %(name)s") % {"name": person.committed_name},
            language=draft.language,
            code=code,
            labels={"cut": _("Tear off here"), "send-to": _("Send it to:")},
            blocks=blocks(one),
            large=one.large,
        )
    return render_paper(paper)


def _draft(language: str, today: date) -> Draft:
    """How the letter is made and sent, as the check reads it."""
    return Draft(
        dated=today,
        return_lines=tuple(settings.ORG_RETURN_ADDRESS),
        language=language,
        envelope=ENVELOPE,
        double_sided=False,
        plain=True,
        sender="organization",
    )
