"""How much is known of each system's mail rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from letters.coverage import covered_systems
from profiles.audience import Audience, audience


@audience(Audience.PUBLIC)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """All systems with how many rules we know, how many bear a source, how old they are and what is missing."""
    rows = covered_systems()
    page = {
        "rows": rows,
        "rules": sum(row.rules for row in rows),
        "sourced": sum(row.sourced for row in rows),
        "complete": sum(not row.missing for row in rows),
    }
    return render(request, "letters/coverage.html", page)
