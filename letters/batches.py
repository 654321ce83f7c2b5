"""Printing the letters that we owe: each checked as mail from an organization, none printed twice by accident."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from letters import desk
from letters.mailpieces import Draft
from letters.models import LetterBatch, PrintedLetter
from letters.owed import Owed
from letters.owed_words import body
from letters.printing import PrintError, Rendered
from letters.printing.intake import LANGUAGES, render_intake
from letters.states import OwedKind
from letters.targets import target_for_facility
from profiles.errors import NotAllowed
from profiles.models import User

#: Kinds that come with the form to fill in and sign.
WITH_FORM = (OwedKind.PACKET, OwedKind.PROOF)
MOST_LETTERS = 60  # in a batch
KEPT_DAYS = 60  # files of a batch, for printing it again
ENVELOPE = "10"


@dataclass(frozen=True)
class Ready:
    """One letter laid out, with its envelope."""

    owed: Owed
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

    Raises NotAllowed where nothing is left to print.
    """
    batch = LetterBatch.objects.create(made_by=by)
    kept = [one for one in prepared.ready[:MOST_LETTERS] if _recorded(batch, one)]
    if not kept:
        raise NotAllowed(_("There is nothing to print, or somebody else has just printed it."))
    batch.letters_file.save(
        "letters.pdf", ContentFile(joined(part for one in kept for part in one.pages)), save=False
    )
    batch.envelopes_file.save("envelopes.pdf", ContentFile(joined(one.envelope for one in kept)), save=False)
    batch.save(update_fields=["letters_file", "envelopes_file"])
    return batch


def forget_files() -> int:
    """Delete files and names of batches older than KEPT_DAYS; what was printed stays known. Returns how many."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    old = list(LetterBatch.objects.filter(made_at__lt=before).exclude(letters_file=""))
    for batch in old:
        for file in (batch.letters_file, batch.envelopes_file):
            transaction.on_commit(partial(file.storage.delete, str(file.name)), robust=True)
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
            )
    except IntegrityError:
        return False
    return True


def _laid_out(one: Owed) -> Ready:
    """Raises desk.Refused or PrintError."""
    person = one.person
    language = person.language if person.language in LANGUAGES else LANGUAGES[0]
    draft = _draft(one, language, timezone.localdate())
    looked = desk.look(draft, person, target=target_for_facility(person.facility))  # type: ignore[arg-type]
    pages = [looked.open([])]
    if one.kind in WITH_FORM:
        pages.append(render_intake(language, settings.ORG_RETURN_ADDRESS))
    return Ready(one, pages, desk.envelope(draft, looked.checked.lines))


def _draft(one: Owed, language: str, today: date) -> Draft:
    lines = tuple(settings.ORG_RETURN_ADDRESS)
    with translation.override(language):
        return Draft(
            greeting=_("Dear %(name)s,") % {"name": one.person.display_name},
            body=body(one),
            closing=_("With good wishes,"),
            signature=lines[0],
            dated=today,
            return_lines=lines,
            language=language,
            face="sans",
            envelope=ENVELOPE,
            double_sided=False,
            plain=True,
            sender="organization",
        )
