#!/usr/bin/env python
"""Django's command line for Penpal."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penpal.settings")
    from django.core.management import execute_from_command_line  # here so that a missing Django is told by name

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
