"""What reaches her."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = _("Letters and mailing rules")

    def ready(self) -> None:
        """Say where letters arrive, what is held of a woman, keep the history of places, and have it guarded."""
        from letters import her  # noqa: F401, PLC0415  # its models exist only now; importing it registers its parts
        from profiles import place_history, triggers  # noqa: PLC0415  # their models exist only now
        from profiles.sample import placing  # noqa: PLC0415

        placing.register("letters.samples.places")
        place_history.register("letters.facts.keep_places")
        triggers.guard("letters_factchange", "fact_history")
