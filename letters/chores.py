"""What time makes due for letters."""

from django.utils.translation import gettext_lazy as _

from letters.models import Letter
from letters.warnings import warn_about
from profiles.chores import chore


@chore(_("printed letters whose writers were told that an address has changed"))
def warn_of_new_addresses() -> int:
    """Addresses that begin or end on a day change without anybody touching them."""
    return warn_about(Letter.objects.printed_only())
