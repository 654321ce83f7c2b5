"""A woman's own page, her photos, and the form to report a concern about it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles import actions
from profiles.audience import Audience, audience
from profiles.forms import ReportForm
from profiles.models import Listing, Photo, Story
from profiles.search import similar_to
from profiles.templatetags.listing import hopes, interests
from profiles.views.renditions import send_rendition
from profiles.views.shared import public_listing_or_gone
from profiles.visitors import address_of, limit
from profiles.vocabulary import ConsentItem, ReleaseKind

REPORTS_AN_HOUR = 10  # from one network address


@dataclass(frozen=True)
class Fact:
    """One line of "About her"; `link` leads to where it can be checked."""

    label: str
    text: str
    link: str = ""


@audience(Audience.PUBLIC)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Her page, as far as she agreed to it. Search engines may keep it only where she said so."""
    listing = public_listing_or_gone(slug)
    indexable = listing.agrees_to(ConsentItem.SEARCH_ENGINES)
    context = {
        "listing": listing,
        "facts": facts_of(listing, timezone.localdate()),
        "offense": offense_words(listing),
        "stories": Story.objects.public().filter(listing=listing).order_by("-approved_at", "pk"),
        "indexable": indexable,
        "similar": similar_to(listing),
    }
    response = render(request, "profiles/detail.html", context)
    if not indexable:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def facts_of(listing: Listing, today: date) -> list[Fact]:
    """What she tells of herself, each only with the consent that it needs."""
    birthday = listing.birthday
    facts = [
        Fact(_("Interests"), ", ".join(interests(listing))),
        Fact(_("Hopes for"), ", ".join(hopes(listing))),
        Fact(_("Birthday"), date_format(birthday, "MONTH_DAY_FORMAT") if birthday else ""),
        Fact(_("Faith"), listing.get_faith_display()),
        Fact(_("Service"), _("Served in the military") if listing.veteran else ""),
        Fact(_("Writers"), wishes_about_writers(listing)),
        Fact(_("Coming home"), coming_home(listing)),
    ]
    if listing.shows_name_and_id:
        facts.append(
            Fact(
                _("Name in custody"),
                f"{listing.committed_name}, {listing.id_number}",
                official_record(listing),
            )
        )
    return [fact for fact in facts if fact.text]


def wishes_about_writers(listing: Listing) -> str:
    """From whom she would like letters, where she said so."""
    wishes = [_("Women writers only, please") if listing.women_only else ""]
    wishes.append(_("No romance, please") if listing.no_romance else "")
    return ". ".join(wish for wish in wishes if wish)


def coming_home(listing: Listing) -> str:
    """Month and year only; nothing where it is not known."""
    if listing.release_kind == ReleaseKind.LIFE:
        return _("Serving a life sentence")
    if listing.release_kind != ReleaseKind.DATE or listing.release_date is None:
        return ""
    month = date_format(listing.release_date, "YEAR_MONTH_FORMAT")
    return _("%(month)s at the earliest") % {"month": month}


def official_record(listing: Listing) -> str:
    """Where the system lets anybody look her up, or an empty text."""
    return listing.facility.locator_url or listing.system.locator_url


def offense_words(listing: Listing) -> Fact | None:
    """What may be said about her offense: nothing unless the site's policy and she herself both allow it."""
    if not listing.agrees_to(ConsentItem.OFFENSE):
        return None
    if settings.OFFENSE_POLICY == "own_words" and listing.offense_words:
        return Fact(_("About her offense, in her words"), listing.offense_words)
    if settings.OFFENSE_POLICY == "official_link" and official_record(listing):
        return Fact(_("Her case"), _("Official record"), official_record(listing))
    return None


@audience(Audience.PUBLIC)
def photo(request: HttpRequest, slug: str, token: str, width: str, suffix: str) -> HttpResponseBase:
    """One rendition of a photo that she agreed to show."""
    shown = Photo.objects.public().filter(token=token, listing__slug=slug).first()
    if shown is None:
        public_listing_or_gone(slug)
        raise Http404
    return send_rendition(request, shown.file_key, int(width), suffix)


@audience(Audience.PUBLIC)
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody says that something is wrong with a listing."""
    listing = public_listing_or_gone(slug)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "report", REPORTS_AN_HOUR, 60)
        actions.report(listing=listing, address=address_of(request), **form.answers())
        messages.success(request, _("Thank you. A person will read your report within a day."))
        return redirect("profiles:list")
    return render(request, "profiles/report.html", {"listing": listing, "form": form})
