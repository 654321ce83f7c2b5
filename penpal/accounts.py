"""How allauth behaves on this site."""

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """No user names; people are called by their pen name."""

    def populate_username(self, request: object, user: object) -> None:
        """There is no user name to fill in."""


class MfaAdapter(DefaultMFAAdapter):
    """The code for authenticator apps as an inline picture: our content security policy allows no data: addresses."""

    def build_totp_svg(self, url: str) -> str:
        """SVG for the middle of a page, without an XML declaration."""
        return segno.make(url).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
