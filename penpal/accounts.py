"""How allauth behaves on this site."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """No user names; people are called by their pen name."""

    def populate_username(self, request: object, user: object) -> None:
        """There is no user name to fill in."""
