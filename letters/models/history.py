"""Who changed which fact about mail, when, and from what to what."""

from typing import Any, ClassVar, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.states import ChangeKind


class FactChange(models.Model):
    """One change to a rule, a route, a facility or a system. Written once, never changed.

    It keeps numbers and labels rather than keys, so that the history outlives its subject. `before` and `after` hold
    only the fields that changed, as JSON has them.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(_("account number"), null=True)
    actor_label = models.CharField(_("who"), max_length=80, blank=True)
    kind = models.CharField(_("what"), max_length=8, choices=ChangeKind.choices)
    subject_type = models.CharField(_("kind of fact"), max_length=20)
    subject_id = models.BigIntegerField(_("number of the fact"))
    label = models.CharField(_("fact"), max_length=60)
    place = models.CharField(_("place"), max_length=220, db_index=True)
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    note = models.CharField(_("why"), max_length=200, blank=True)

    PERSONAL = ("actor_label",)
    NOT_PERSONAL = (
        "id", "at", "actor_id", "kind", "subject_type", "subject_id", "label", "place", "before", "after", "note",
    )  # fmt: skip

    class Meta:
        verbose_name = _("change of a fact")
        verbose_name_plural = _("history of rules and addresses")
        ordering = ("-at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="fact_change_by_subject")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label} ({self.place})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError("A change that happened is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A change that happened is never deleted.")
