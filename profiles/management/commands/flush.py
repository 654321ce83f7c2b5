"""Django's `flush`, for a database whose log of decisions refuses deletion."""

from typing import Any

from django.core.management.commands import flush

from profiles import triggers


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        """Take the triggers off first; `post_migrate`, which flush ends with, puts them back.

        Also where the answer to the question is no, or it fails half-way.
        """
        triggers.drop(options["database"])
        try:
            super().handle(**options)
        finally:
            triggers.install(options["database"])
