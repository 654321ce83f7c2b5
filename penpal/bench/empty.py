"""An application with the site's addresses and no middleware, for the floor of pages a second over HTTP."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penpal.settings")
django.setup()

from penpal.bench.measuring import bare_application  # noqa: E402 - only now can it be imported

application = bare_application()
