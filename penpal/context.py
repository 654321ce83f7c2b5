"""What every template may read about the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and how to reach the people behind it."""
    return {"SITE_NAME": settings.SITE_NAME, "ORG_CONTACT": settings.ORG_CONTACT}
