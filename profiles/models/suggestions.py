"""What visitors tell us about the site's own pages and about programs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.fields import EncryptedTextField
from profiles.models.places import Program


class Suggestion(models.Model):
    """A mistake on a page, or a change to a program. Nothing that is shown changes before staff have looked.

    page: path of a page that anybody may open, without its query; empty where none was named.
    """

    class About(models.TextChoices):
        PAGE = "page", _("A page")
        PROGRAM = "program", _("A program")

    about = models.CharField(_("about"), max_length=7, choices=About.choices)
    page = models.CharField(_("page"), max_length=200, blank=True)
    program = models.ForeignKey(
        Program,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("program"),
    )
    text = EncryptedTextField(_("what they wrote"))
    contact = EncryptedTextField(_("how to reach them"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )
    outcome = models.CharField(_("what was done"), max_length=200, blank=True)

    PERSONAL = ("text", "contact")
    NOT_PERSONAL = ("id", "about", "page", "program", "sent_at", "handled_at", "handled_by", "outcome")

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("sent_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="suggestion_handled_has_who_and_outcome",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, outcome="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["handled_at", "sent_at"], name="suggestion_queue")]

    def __str__(self) -> str:
        return f"{self.get_about_display()} ({self.program or self.page})"
