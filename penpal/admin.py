"""Pages of the desk for what allauth keeps, fitted to users without user names."""

from allauth.usersessions.admin import UserSessionAdmin

# Importing the class has registered it. Its own search asks for a user name, which nobody has here.
UserSessionAdmin.search_fields = ["user__email"]
