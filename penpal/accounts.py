"""How allauth behaves on this site."""

import ipaddress
from typing import Any, ClassVar, cast

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext

from profiles.fields import fernet
from profiles.mail import Part, as_html
from profiles.visitors import address_of

#: The longest of allauth's limits: wrong passwords, by account.
LONGEST_WAIT = 5  # minutes


def _wait() -> str:
    """In the words of the page that other limits show."""
    return ngettext(
        "This was asked for many times in a short while. Please try again in %(minutes)s minute.",
        "This was asked for many times in a short while. Please try again in %(minutes)s minutes.",
        LONGEST_WAIT,
    ) % {"minutes": LONGEST_WAIT}


class AccountAdapter(DefaultAccountAdapter):
    """No user names; people are called by their pen name. Who guesses too often is told how long to wait."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": lazy(_wait, str)()
    }

    def populate_username(self, request: object, user: object) -> None:
        """There is no user name to fill in."""

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """The text of allauth's template, with an HTML twin of the same words."""
        message = super().render_mail(*args, **kwargs)
        part = Part(get_language() or settings.LANGUAGE_CODE, message.body)
        cast(EmailMultiAlternatives, message).attach_alternative(
            as_html(message.subject, [part]), "text/html"
        )
        return message

    def get_client_ip(self, request: HttpRequest) -> str:
        """What allauth's limits against guessing count by: behind a proxy of ours, the visitor and not the proxy."""
        return address_of(request)


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps stand encrypted in the database, like letters.

    The code for such apps is an inline picture: our content security policy allows no data: addresses.
    """

    def encrypt(self, text: str) -> str:
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """SVG for the middle of a page, without an XML declaration."""
        return segno.make(url).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)


def blur_address(*, instance: Any, **kwargs: Any) -> None:
    """Receiver of `pre_save` of allauth's UserSession: the list of sign-ins keeps the network, not the visitor."""
    address = ipaddress.ip_address(instance.ip)
    length = 24 if address.version == 4 else 48
    instance.ip = str(ipaddress.ip_network(f"{address}/{length}", strict=False).network_address)
