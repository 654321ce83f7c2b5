"""States of listings, submissions and reports, with their named groups."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListingState(TextChoices):
    """What staff and she decided about a listing. Whether the public sees it is `Listing.objects.public()`."""

    PUBLISHED = "published", pgettext_lazy("listing", "Published")
    HIDDEN = "hidden", pgettext_lazy("listing", "Hidden by staff")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing", "Withdrawn")


class SubmissionState(TextChoices):
    """Where a submission stands on the desk."""

    DRAFT = "draft", pgettext_lazy("submission", "Being filled in")
    WAITING = "waiting", pgettext_lazy("submission", "Waiting")
    CHANGES_ASKED = "changes_asked", pgettext_lazy("submission", "Changes asked")
    APPROVED = "approved", pgettext_lazy("submission", "Approved")
    DECLINED = "declined", pgettext_lazy("submission", "Declined")


#: States that staff can still decide.
OPEN_SUBMISSIONS = (SubmissionState.WAITING, SubmissionState.CHANGES_ASKED)
#: States that are settled.
CLOSED_SUBMISSIONS = (SubmissionState.APPROVED, SubmissionState.DECLINED)


class SubmissionKind(TextChoices):
    NEW = "new", _("New listing")
    CHANGE = "change", _("Change to a listing")


class Source(TextChoices):
    """How a submission came in."""

    PAPER = "paper", _("Paper form")
    WEB = "web", _("Web form")
    STAFF = "staff", _("Typed by staff")
    CSV = "csv", _("CSV file")


class FactSource(TextChoices):
    """Where a fact about her was checked."""

    SHE_SAID = "she_said", _("She told us")
    LOCATOR = "locator", _("Official locator")
    DOCUMENT = "document", _("Document")


class StoryKind(TextChoices):
    ESSAY = "essay", _("Essay")
    POEM = "poem", _("Poem")
    DRAWING = "drawing", _("Drawing")


class ReportReason(TextChoices):
    """Why somebody reports a listing. The first group may hide a listing before staff have looked."""

    REMOVE = "remove", _("She asked to be taken off the site")
    MINOR = "minor", _("She is under 18, or a child is shown or named")
    DANGER = "danger", _("The listing puts her or somebody else in danger")
    WRONG = "wrong", _("Something is wrong: name, number, facility or release")
    MOVED = "moved", _("She has moved or come home")
    IMPERSONATION = "impersonation", _("Somebody made this listing without her")
    OTHER = "other", _("Something else")


#: Reasons that hide a listing at once, within limits, until staff have looked.
HIDING_REASONS = (ReportReason.REMOVE, ReportReason.MINOR, ReportReason.DANGER)


class EventKind(TextChoices):
    """What happened to a listing, submission, story or photo."""

    SUBMITTED = "submitted", _("Submitted")
    EDITED = "edited", _("Edited by staff")
    APPROVED = "approved", _("Approved")
    CHANGES_ASKED = "changes_asked", _("Changes asked")
    DECLINED = "declined", _("Declined")
    HIDDEN = "hidden", _("Hidden")
    UNHIDDEN = "unhidden", _("Shown again")
    WITHDRAWN = "withdrawn", _("Consent withdrawn")
    VERIFIED = "verified", _("Verified")
    REPORTED = "reported", _("Reported")
    OVERRIDDEN = "overridden", _("Senior override")
    ERASED = "erased", _("Personal data deleted")
    EXPORTED = "exported", _("Listings taken out as a file")


class Reason(TextChoices):
    """Reason codes of decisions."""

    NONE = "", _("No reason needed")
    CONSENT = "consent", _("Consent missing or expired")
    THIRD_PARTY = "third_party", _("Names or addresses of other people")
    CONTACT = "contact", _("Phone, e-mail, web address or money request in her words")
    PHOTO = "photo", _("Photo outside the photo policy")
    IDENTITY = "identity", _("Name, number or facility do not match the official locator")
    SYSTEM_POLICY = "system_policy", _("Her system restricts listings")
    DUPLICATE = "duplicate", _("Already listed")
    UNSAFE = "unsafe", _("Could put her or somebody else at risk")
    HER_WISH = "her_wish", _("She asked")
    REPORT = "report", _("Report from the public")
    OTHER = "other", _("Other: see the note")


class Confidence(TextChoices):
    HIGH = "high", pgettext_lazy("confidence", "High")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    LOW = "low", pgettext_lazy("confidence", "Low")
