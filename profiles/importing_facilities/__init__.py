"""Bringing in the federal list of prisons and jails (HIFLD Prison Boundaries, public domain).

What it brings is hidden: such a facility is not known to hold women, so no public page and no form shows it until
staff say that it does. What our own files or staff say of a place is never overwritten.
"""

from profiles.importing_facilities.layout import BadFile, BadRow, SourceRow, read_rows
from profiles.importing_facilities.planning import Difference, Plan, apply, plan

__all__ = ["BadFile", "BadRow", "Difference", "Plan", "SourceRow", "apply", "plan", "read_rows"]
