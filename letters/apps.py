"""What reaches her."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = _("Letters and mailing rules")

    def ready(self) -> None:
        """Tell those who make samples where letters arrive."""
        from profiles.sample import placing  # noqa: PLC0415  # its models exist only now

        placing.register("letters.samples.places")
