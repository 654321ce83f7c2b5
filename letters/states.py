"""States and kinds of letters, rules and routes."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterState(TextChoices):
    """Where a letter stands. "Mailed" and later states are what the writer told us."""

    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    PRINTED = "printed", pgettext_lazy("letter", "Printed")
    MAILED = "mailed", pgettext_lazy("letter", "Mailed")
    REPLIED = "replied", pgettext_lazy("letter", "She wrote back")
    RETURNED = "returned", pgettext_lazy("letter", "Came back")


#: States in which a letter counts as sent.
SENT = (LetterState.MAILED, LetterState.REPLIED, LetterState.RETURNED)


class LetterKind(TextChoices):
    TYPED = "typed", _("Typed letter")
    RULED = "ruled", _("Ruled sheets to write on by hand")


class ReturnReason(TextChoices):
    """Why a letter came back."""

    MOVED = "moved", _("She has moved")
    WRONG_ID = "wrong_id", _("Wrong name or number")
    RELEASED = "released", _("She has come home")
    RULE = "rule", _("Refused, with a rule named")
    REFUSED = "refused", _("Refused without a reason")
    DECEASED = "deceased", _("She has died")
    DAMAGED = "damaged", _("Damaged in the mail")
    UNKNOWN = "unknown", _("No reason given")


#: Reasons that say she cannot be reached as listed: nothing more is printed to her until staff have looked.
HOLDING_REASONS = (ReturnReason.MOVED, ReturnReason.WRONG_ID, ReturnReason.RELEASED, ReturnReason.DECEASED)
#: Reasons that say something about the place: its rules or its address may have changed.
PLACE_REASONS = (ReturnReason.RULE, ReturnReason.REFUSED, ReturnReason.UNKNOWN)


class ReturnOutcome(TextChoices):
    """What staff did about a letter that came back."""

    CONFIRMED = "confirmed", _("Looked her up: name, number and place are right")
    CORRECTED = "corrected", _("Her listing was corrected, hidden or withdrawn")
    HOME = "home", _("She has come home: take her page down and tell her writers")
    DIED = "died", _("She has died: take her page down and tell her writers gently")
    RULE_CHANGED = "rule_changed", _("The rule or address was changed")
    RULE_RIGHT = "rule_right", _("The rule is right; the letter broke it")
    NOTHING = "nothing", _("Nothing to do")


#: Outcomes after which nobody writes to her any more: her page goes down at once, and her writers hear of it.
PARTINGS = (ReturnOutcome.HOME, ReturnOutcome.DIED)


class WrongAbout(TextChoices):
    """What somebody says is wrong with what we know of a place."""

    ADDRESS = "address", _("The address")
    RULE = "rule", _("A mail rule")
    CLOSED = "closed", _("It has closed, or women no longer live there")
    VENDOR = "vendor", _("The company for electronic messages")
    OTHER = "other", _("Something else")


class WrongOutcome(TextChoices):
    """What staff did about it."""

    CORRECTED = "corrected", _("Corrected")
    RIGHT = "right", _("Checked: what we show is right")
    UNCLEAR = "unclear", _("Could not be found out")
    ABUSE = "abuse", _("Nonsense or advertising")


class ChangeKind(TextChoices):
    """What happened to a rule, a route or a place."""

    ADDED = "added", pgettext_lazy("fact", "Added")
    CHANGED = "changed", pgettext_lazy("fact", "Changed")
    CHECKED = "checked", pgettext_lazy("fact", "Checked, unchanged")
    ENDED = "ended", pgettext_lazy("fact", "Ended")
    DELETED = "deleted", pgettext_lazy("fact", "Deleted")


class RouteUse(TextChoices):
    """What an address is for."""

    PERSONAL = "personal", _("Personal mail")
    ORGANISATION = "organisation", _("Mail from organizations")
    PUBLICATIONS = "publications", _("Books and magazines")
    LEGAL = "legal", _("Legal mail")
    VISITS = "visits", _("Visits")


class Paper(TextChoices):
    LETTER = "letter", _("US Letter (8½ × 11 in)")
    A4 = "a4", _("A4 (210 × 297 mm)")


class EnvelopeSize(TextChoices):
    """Values of the contract's `size` parameter."""

    NO_10 = "10", _("No. 10 (4⅛ × 9½ in)")
    NO_9 = "9", _("No. 9 (3⅞ × 8⅞ in)")
    SIX_NINE = "6x9", _("6 × 9 in")
    A7 = "A7", _("A7 (5¼ × 7¼ in)")
    DL = "DL", _("DL (110 × 220 mm)")
    C6 = "C6", _("C6 (114 × 162 mm)")
    C5 = "C5", _("C5 (162 × 229 mm, costs more in the US)")


class CorrespondenceState(TextChoices):
    """Where writing to one woman stands."""

    ACTIVE = "active", pgettext_lazy("correspondence", "Going on")
    ENDED = "ended", pgettext_lazy("correspondence", "Ended")
    LAPSED = "lapsed", pgettext_lazy("correspondence", "Fell silent")


class Promise(IntegerChoices):
    """How often a writer wants to write, in days."""

    FORTNIGHT = 14, _("Every two weeks")
    MONTH = 30, _("About once a month")
    TWO_MONTHS = 60, _("Every two months")
    SEASON = 90, _("Four times a year")


class NightState(TextChoices):
    """Where a letter night stands."""

    QUEUED = "queued", pgettext_lazy("letter night", "Waiting its turn")
    RUNNING = "running", pgettext_lazy("letter night", "Printing")
    DONE = "done", pgettext_lazy("letter night", "Ready to print")
    PRINTED = "printed", pgettext_lazy("letter night", "Marked as printed")
    MAILED = "mailed", pgettext_lazy("letter night", "Marked as mailed")
    CANCELLED = "cancelled", pgettext_lazy("letter night", "Cancelled")
    FAILED = "failed", pgettext_lazy("letter night", "Stopped by an error")


class NightLetterState(TextChoices):
    """What became of one woman's letter."""

    WAITING = "waiting", pgettext_lazy("letter night", "Waiting")
    SET = "set", pgettext_lazy("letter night", "In the files")
    LEFT_OUT = "left", pgettext_lazy("letter night", "Left out")


class IncomingKind(TextChoices):
    """What came to the organization's address."""

    FORM = "form", _("Filled-in form")
    WITHDRAWAL = "withdrawal", _("She takes her consent back")
    REPLY = "reply", _("Answer to a letter, to be forwarded")
    ASKS_FORM = "asks_form", _("She asks for a form")
    COMPLAINT = "complaint", _("Complaint")
    RETURNED = "returned", _("Letter that came back")
    OTHER = "other", _("Something else")


class OwedKind(TextChoices):
    """Letters that we owe the women."""

    PACKET = "packet", _("Form to fill in")
    PROOF = "proof", _("Proof to sign")
    UP = "up", _("Listing is up")
    CHANGES = "changes", _("Changes asked")
    RENEWAL = "renewal", _("Renewal")
    REMINDER = "reminder", _("Reminder of the renewal")
    WITHDRAWN = "withdrawn", _("Withdrawal confirmed")
