"""What every template may read about the site itself."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from profiles.models import Listing

SAMPLE_CACHE_SECONDS = 30


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, how to reach the people behind it, where mail goes, and whether samples are present."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "ORG_CONTACT": settings.ORG_CONTACT,
        "mail_in_terminal": settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend",
        "SOURCE_URL": settings.SOURCE_URL,
        "has_sample": SimpleLazyObject(_has_sample),
    }


def _has_sample() -> bool:
    """Whether any listing is a synthetic sample; asked of the database twice a minute at most."""
    present = cache.get("has_sample")
    if present is None:
        present = Listing.objects.filter(is_sample=True).exists()
        cache.set("has_sample", present, SAMPLE_CACHE_SECONDS)
    return present
