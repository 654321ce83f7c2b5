"""`python -m penpal.topology`: the trial of the grown installation."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penpal.settings")
    django.setup()
    from penpal.topology.trial import main  # the site's own parts need the settings first

    sys.exit(main())
