"""Who sees which letters: only their writer."""

from typing import Any, Self

from django.db import models

from letters.states import SENT, LetterState


class LetterQuerySet(models.QuerySet[Any]):
    def of(self, writer: Any) -> Self:
        """The letters of one writer; none for somebody without an account."""
        return self.filter(writer=writer) if writer.is_authenticated else self.none()

    def sent(self) -> Self:
        """Letters that their writer says were mailed."""
        return self.filter(state__in=SENT)

    def printed_only(self) -> Self:
        """Printed, and not yet marked as mailed."""
        return self.filter(state=LetterState.PRINTED)
