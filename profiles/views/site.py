"""The start page, and what machines read first: robots.txt and security.txt."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.audience import Audience, audience
from profiles.models import Program, Story
from profiles.search import SearchParams, find
from profiles.states import StoryKind
from profiles.views.shared import waiting_for_a_letter

PAPER = "#FBF7F0"  # the color of the page in the light theme
STORIES_SHOWN = 4
SECURITY_TXT_LASTS = timedelta(days=180)  # RFC 9116 asks for less than a year
CLOSED_TO_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/letters/",
    "/list/status/",
    "/shortlist/",
    "/recent/",
    "/contact/problem/",
    "/programs/change/",
    "/es/accounts/",
    "/es/letters/",
    "/es/list/status/",
    "/es/shortlist/",
    "/es/recent/",
    "/es/contact/problem/",
    "/es/programs/change/",
)


@audience(Audience.PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """What the site is for, and the first women to write to."""
    stories = _stories()
    context = {
        "total": find(SearchParams()).total,
        "waiting": waiting_for_a_letter(4),
        "feature": next((story for story in stories if story.kind == StoryKind.ESSAY), None),
        "programs": program_kinds(),
    }
    context["stories"] = [story for story in stories if story != context["feature"]][: STORIES_SHOWN - 1]
    return render(request, "profiles/home.html", context)


def _stories() -> list[Story]:
    """The newest stories, one for each author."""
    newest = Story.objects.public().select_related("listing__facility").prefetch_related("listing__photos")
    by_author = {story.listing_id: story for story in reversed(newest[: STORIES_SHOWN * 4])}
    return sorted(by_author.values(), key=lambda story: story.approved_at, reverse=True)


def program_kinds() -> list[dict[str, object]]:
    """Four kinds of programs to help with, each with what it does and how many we know."""
    known = dict(
        Program.objects.filter(is_shown=True).order_by().values_list("kind").annotate(Count("pk")),
    )
    texts = {
        "books": (_("Books"), _("Groups that send paperbacks, from a shop or from a shelf of donations.")),
        "visiting": (_("Visits"), _("Groups that drive families to visits, or visit women who have nobody.")),
        "reentry": (_("Coming home"), _("Housing, work and a steady person for the first months outside.")),
        "education": (_("Teaching"), _("Classes, tutoring and college programs inside.")),
    }
    return [
        {"kind": kind, "title": title, "text": text, "count": known.get(kind, 0)}
        for kind, (title, text) in texts.items()
    ]


@audience(Audience.PUBLIC)
def manifest(request: HttpRequest) -> HttpResponse:
    """How a phone shows the site that somebody puts on its start screen (W3C Web Application Manifest)."""
    icons = [
        {"src": static("img/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        *({"src": static(f"img/icon-{n}.png"), "type": "image/png", "sizes": f"{n}x{n}"} for n in (192, 512)),
    ]
    about = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": _("A directory of incarcerated women who have asked for letters."),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(about, content_type="application/manifest+json")


@audience(Audience.PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks at this address without having read a page."""
    return redirect(static("img/icon-192.png"))


@audience(Audience.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    """Profiles stay open to robots: only there can they read that most of them must not be indexed."""
    rules = [f"Disallow: {path}" for path in CLOSED_TO_ROBOTS]
    lines = ["User-agent: *", *rules, "", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@audience(Audience.PUBLIC)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    expires = (timezone.now() + SECURITY_TXT_LASTS).replace(microsecond=0)
    lines = [
        f"Contact: {_contact_uri()}",
        f"Contact: {request.build_absolute_uri(reverse('contact'))}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en, es",
        f"Canonical: {request.build_absolute_uri(reverse('security-txt'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _contact_uri() -> str:
    contact = settings.ORG_CONTACT
    return contact if contact.startswith(("https://", "tel:")) else f"mailto:{contact}"
