"""The site as an application: it has commands and checks, no models."""

from django.apps import AppConfig


class PenpalConfig(AppConfig):
    name = "penpal"
    verbose_name = "Site"
