"""The desk with what only the whole site knows: how it is."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from penpal import status
from profiles.desk import Desk
from profiles.models import User
from profiles.queues import queues


class SiteDesk(Desk):
    """The admin site of the project, with the page of its state."""

    def get_urls(self) -> list[Any]:
        return [path("status/", self.admin_view(self.status), name="status"), *super().get_urls()]

    def status(self, request: HttpRequest) -> HttpResponse:
        """Health, queues and versions, for seniors, auditors and administrators: whoever may see who is staff."""
        if not request.user.has_perm("profiles.view_user"):
            raise PermissionDenied
        page = {
            **self.each_context(request),
            **status.summary(status.lines()),
            "title": _("How the site is"),
            "queues": queues(cast(User, request.user)),
        }
        return render(request, "admin/status.html", page)
