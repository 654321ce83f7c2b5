"""Counts and times for Prometheus. No label says anything about a person: URLs go by their names."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from profiles import ledger, marks
from profiles.models import Generation, Listing, Report, Submission

registry = CollectorRegistry()
requests = Counter("penpal_requests", "Requests answered.", ["url", "method", "status"], registry=registry)
seconds = Histogram(
    "penpal_request_seconds",
    "Time until a request was answered.",
    ["url"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
    registry=registry,
)


def count(url: str, method: str, status: int, took: float) -> None:
    """One more request, answered in `took` seconds."""
    requests.labels(url, method, str(status)).inc()
    seconds.labels(url).observe(took)


def text() -> bytes:
    """Everything in Prometheus' text format. What stands in the database is asked anew each time."""
    return generate_latest(registry)


class _Site:
    """What is known of the site as a whole, by a handful of quick queries."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("penpal_generation", "Number of the last published change.", _generation())
        yield _gauge(
            "penpal_listings_public", "Listings that the public sees.", Listing.objects.public().count()
        )
        yield _gauge(
            "penpal_submissions_waiting", "Submissions that wait.", Submission.objects.waiting().count()
        )
        yield _gauge("penpal_submission_oldest_seconds", "Age of the oldest of them.", _oldest_submission())
        unhandled = Report.objects.filter(handled_at__isnull=True)
        yield _gauge("penpal_reports_waiting", "Reports that nobody has handled.", unhandled.count())
        jobs = DBTaskResult.objects.ready().count()
        yield _gauge("penpal_jobs_waiting", "Jobs that no worker has begun.", jobs)
        yield _gauge("penpal_backup_seconds", "Age of the newest backup; -1 for none.", _age(marks.BACKUP))
        yield _gauge("penpal_daily_seconds", "Age of the last daily run; -1 for none.", _age(marks.DAILY))
        yield _gauge(
            "penpal_worker_seconds",
            "Age of the worker's last sign on this host; -1 for none.",
            _age(marks.WORKER),
        )
        failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
        yield _gauge("penpal_jobs_failed", "Jobs that failed in the last two weeks.", failed.count())
        own = ledger.path()
        yield _gauge(
            "penpal_ledger_bytes", "Size of the withdrawal ledger.", own.stat().st_size if own.exists() else 0
        )
        database = GaugeMetricFamily("penpal_database", "Which database answers.", labels=["vendor"])
        database.add_metric([connection.vendor], 1)
        yield database


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value)


def _generation() -> int:
    return Generation.objects.values_list("n", flat=True).first() or 0


def _oldest_submission() -> float:
    oldest = Submission.objects.waiting().values_list("submitted_at", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0


def _age(mark: str) -> float:
    age = marks.age(mark)
    return -1 if age is None else age


registry.register(_Site())
