"""Django's admin, with our own site in place of the usual one."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "penpal.desk_site.SiteDesk"
