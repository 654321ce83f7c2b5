"""The site as an application: it has commands and checks, no models."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django_tasks.signals import task_finished


class PenpalConfig(AppConfig):
    name = "penpal"
    verbose_name = "Site"

    def ready(self) -> None:
        """Sign-ins are noted, part whom a woman blocked, and their list keeps no whole network address."""
        # Both modules import models, which are there only now.
        from allauth.usersessions.models import UserSession  # noqa: PLC0415

        from letters import blocked  # noqa: PLC0415
        from penpal import accounts, jobs, staff  # noqa: PLC0415

        user_logged_in.connect(staff.note_sign_in, dispatch_uid="recent sign-in")
        user_logged_in.connect(blocked.on_sign_in, dispatch_uid="blocked writers")
        task_finished.connect(jobs.forget_words_of_failure, dispatch_uid="words of failures")
        pre_save.connect(accounts.blur_address, sender=UserSession, dispatch_uid="blurred address")
