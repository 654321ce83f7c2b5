"""Requests of people who have logged in."""

from django.http import HttpRequest

from profiles.models import User


class WriterRequest(HttpRequest):
    """A request behind `login_required`: its user has an account."""

    user: User
