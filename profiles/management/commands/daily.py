"""Do what time has made due."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from profiles import chores, marks

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do all that time makes due, and say what was done. Run it once a day; twice does no harm."

    def handle(self, **options: Any) -> None:
        autodiscover_modules("chores")
        failed = 0
        for chore in chores.CHORES:
            try:
                count = chore.run()
            except Exception:  # one job that fails must not keep the others from being done
                logger.exception("daily: %s", chore.title)
                failed += 1
            else:
                self.stdout.write(f"{count:6} {chore.title}")
        marks.note(marks.DAILY)
        if failed:
            raise CommandError(f"{failed} of {len(chores.CHORES)} jobs failed; the lines above say why.")
