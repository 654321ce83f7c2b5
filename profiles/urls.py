"""URLs of listings, stories, places, guide and intake. They are a contract: links and bookmarks rely on them."""

from django.urls import path, re_path

from profiles.views import directory, guide, intake, listing, places, stories, suggestions

app_name = "profiles"
urlpatterns = [
    path("profiles/", directory.directory, name="list"),
    path("profiles/feed/", directory.feed, name="feed"),
    path("shortlist/", directory.shortlist, name="shortlist"),
    path("recent/", directory.recent, name="recent"),
    path("contact/problem/", suggestions.problem, name="problem"),
    path("programs/change/", suggestions.program_change, name="program-change"),
    path("profiles/<slug:slug>/", listing.detail, name="detail"),
    path("profiles/<slug:slug>/report/", listing.report, name="report"),
    re_path(
        r"^profiles/(?P<slug>[-\w]+)/photos/(?P<token>\w+)-(?P<width>320|960)\.(?P<suffix>webp|jpg)$",
        listing.photo,
        name="photo",
    ),
    path("stories/", stories.stories, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    re_path(
        r"^stories/(?P<slug>[-\w]+)/drawing-(?P<width>320|960)\.(?P<suffix>webp|jpg)$",
        stories.drawing,
        name="drawing",
    ),
    path("programs/", places.programs, name="programs"),
    path("facilities/", places.facilities, name="facilities"),
    path("facilities/<slug:slug>/", places.facility, name="facility"),
    path("systems/<slug:slug>/", places.system, name="system"),
    path("facts/", guide.facts, name="facts"),
    path("guide/", guide.guide, name="guide"),
    path("guide/<slug:topic>/", guide.topic, name="guide-topic"),
    path("list/", intake.submit, name="submit"),
    path("list/status/<str:token>/", intake.status, name="status"),
    path("list/photo/<str:token>/<int:pk>.jpg", intake.photo, name="draft-photo"),
]
