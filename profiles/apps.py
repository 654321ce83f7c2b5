"""Who can be written to."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from profiles import roles, text_index, triggers, visibility


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("Listings and places")

    def ready(self) -> None:
        """After each migration and each flush the log is guarded, search rows follow, index and roles are there."""
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="event log")
        post_migrate.connect(text_index.after_migrate, sender=self, dispatch_uid="text index")
        post_migrate.connect(visibility.after_migrate, sender=self, dispatch_uid="visibility")
        post_migrate.connect(roles.after_migrate, sender=self, dispatch_uid="roles of staff")
