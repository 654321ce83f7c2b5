"""The site map: English without a prefix, Spanish under /es/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from penpal import health, sitemaps
from profiles.views import pages, site

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
    path(".well-known/security.txt", site.security_txt, name="security-txt"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", site.home, name="home"),
        path("manifest.webmanifest", site.manifest, name="manifest"),
        path("about/", pages.about, name="about"),
        path("privacy/", pages.privacy, name="privacy"),
        path("terms/", pages.terms, name="terms"),
        path("contact/", pages.contact, name="contact"),
        path("accessibility/", pages.accessibility, name="accessibility"),
        path("accounts/", include("allauth.urls")),
        path("", include("letters.urls")),
        path("", include("profiles.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "penpal.errors.bad_request"
handler403 = "penpal.errors.permission_denied"
handler404 = "penpal.errors.page_not_found"
handler429 = "penpal.errors.asked_too_often"  # allauth's
handler500 = "penpal.errors.server_error"
