"""Answers for machines: is the process alive, can it work."""

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from penpal import metrics as site_metrics
from profiles.audience import Audience, audience
from profiles.models import Generation


@audience(Audience.MACHINE)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; it asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@audience(Audience.MACHINE)
def readyz(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and is migrated, else 503."""
    try:
        Generation.objects.exists()
    except DatabaseError:
        return HttpResponse("database not ready\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@audience(Audience.MACHINE)
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts, times and ages in Prometheus' text format; 404 unless the request bears METRICS_TOKEN."""
    bearer = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(
        request.headers.get("Authorization", ""), bearer
    ):
        raise Http404
    return HttpResponse(site_metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
