"""Essays, poems and drawings by women who are listed."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from profiles.audience import Audience, audience
from profiles.models import Photo, Story
from profiles.states import StoryKind
from profiles.views.renditions import send_rendition
from profiles.views.shared import Gone
from profiles.vocabulary import ConsentItem

PER_PAGE = 24
MORE_SHOWN = 3


@audience(Audience.PUBLIC)
def stories(request: HttpRequest) -> HttpResponse:
    """Public stories, newest first, all or of one kind. An unknown kind shows all."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in StoryKind.values else ""
    shown = public_stories().filter(kind=kind) if kind else public_stories()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(Story.objects.public().order_by().values_list("kind").annotate(Count("pk")))
    context = {
        "page": page,
        "kind": kind,
        "total": sum(counts.values()),
        "kinds": [(choice, choice.label, counts.get(choice, 0)) for choice in StoryKind],
    }
    return render(request, "profiles/stories.html", context)


@audience(Audience.PUBLIC)
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One story to read. 410 where it was public once, 404 where there never was one."""
    found = public_story_or_gone(slug)
    indexable = found.listing.agrees_to(ConsentItem.SEARCH_ENGINES)
    more = public_stories().filter(listing=found.listing).exclude(pk=found.pk)[:MORE_SHOWN]
    response = render(request, "profiles/story.html", {"story": found, "more": more, "indexable": indexable})
    if not indexable:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@audience(Audience.PUBLIC)
def drawing(request: HttpRequest, slug: str, width: str, suffix: str) -> HttpResponseBase:
    """One rendition of a drawing."""
    found = public_story_or_gone(slug)
    if not found.drawing_key:
        raise Http404
    return send_rendition(request, found.drawing_key, int(width), suffix)


def public_stories() -> QuerySet[Story]:
    """Public stories with what their authors' lines show: place, and a photo where she agreed to photos."""
    photos = Prefetch("listing__photos", Photo.objects.filter(listing__consent_photo_on__isnull=False))
    return Story.objects.public().select_related("listing__facility").prefetch_related(photos)


def public_story_or_gone(slug: str) -> Story:
    """The public story with this slug. Raises Gone where it was public once, Http404 where no story ever had it."""
    found = public_stories().filter(slug=slug).first()
    if found is not None:
        return found
    if Story.objects.filter(slug=slug).exists():
        raise Gone
    raise Http404
