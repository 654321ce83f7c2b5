"""Roles of staff: groups of permissions that the code keeps, so that every installation has the same ones.

Another mix than these is a group of your own; these five are set back to what stands here after each `migrate`.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db import router

_LOOK = (
    "profiles.view_submission", "profiles.view_submissionphoto", "profiles.view_scan", "profiles.view_listing",
    "profiles.view_photo", "profiles.view_story", "profiles.view_storysubmission", "profiles.view_report",
    "profiles.view_moderationevent", "profiles.view_system", "profiles.view_facility", "profiles.view_program",
    "letters.view_mailingrule", "letters.view_route", "letters.view_factchange", "letters.view_returnedletter",
    "letters.view_wrongreport", "profiles.view_suggestion",
)  # fmt: skip
_ENTER = (
    "profiles.view_submission", "profiles.add_submission", "profiles.change_submission",
    "profiles.view_submissionphoto", "profiles.add_submissionphoto", "profiles.change_submissionphoto",
    "profiles.delete_submissionphoto", "profiles.view_scan", "profiles.add_scan", "profiles.view_storysubmission",
    "profiles.add_storysubmission", "profiles.change_storysubmission", "profiles.view_listing",
    "profiles.view_system", "profiles.view_facility",
)  # fmt: skip
#: Mail that came to the organization, and letters to the women.
_LOOP = (
    "letters.view_incomingmail", "letters.add_incomingmail", "letters.change_incomingmail",
    "letters.view_letterbatch", "letters.add_letterbatch",
)  # fmt: skip
_MODERATE = (
    "profiles.moderate_listing", "profiles.change_report", "profiles.delete_photo",
    "profiles.change_story", "profiles.add_importrun", "letters.add_returnedletter", "letters.change_returnedletter",
    "profiles.change_suggestion",
)  # fmt: skip
_PLACES = (
    "profiles.view_system", "profiles.change_system", "profiles.view_facility", "profiles.add_facility",
    "profiles.change_facility", "profiles.view_program", "profiles.add_program", "profiles.change_program",
    "letters.view_mailingrule", "letters.add_mailingrule", "letters.change_mailingrule", "letters.view_route",
    "letters.view_postagerate", "letters.add_postagerate", "letters.change_postagerate",
    "letters.add_route", "letters.change_route", "letters.view_letter", "letters.view_factchange",
    "letters.view_returnedletter", "letters.add_returnedletter", "letters.change_returnedletter",
    "letters.view_wrongreport", "letters.change_wrongreport", "profiles.view_suggestion",
    "profiles.change_suggestion",
)  # fmt: skip
_SENIOR = (
    "profiles.override_policy", "profiles.withdraw_listing", "profiles.add_system", "profiles.delete_facility",
    "profiles.delete_program",
    "letters.delete_mailingrule", "letters.delete_route", "profiles.view_user", "profiles.add_user",
    "profiles.change_user", "auth.view_group", "profiles.export_listing", "profiles.add_importrun",
)  # fmt: skip

#: Name of the group, and what its members may do.
ROLES = {
    "data entry": {*_ENTER, "letters.view_incomingmail", "letters.add_incomingmail"},
    "moderator": {*_LOOK, *_ENTER, *_MODERATE, *_LOOP},
    "senior moderator": {*_LOOK, *_ENTER, *_MODERATE, *_LOOP, *_PLACES, *_SENIOR},
    "mail coordinator": {*_PLACES, *_LOOP, "profiles.view_listing"},
    "auditor": {"profiles.view_moderationevent", "letters.view_factchange"},  # the two logs, and no record
}


def install(using: str) -> None:
    """Make the groups and give each its permissions, neither more nor less."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    if not router.allow_migrate_model(using, group_model):
        return
    for label in ("auth", "profiles", "letters"):  # Django makes them app by app, some of them after this
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.using(using).select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _created = group_model.objects.using(using).get_or_create(name=name)
        group.permissions.set([known[one] for one in sorted(wanted)])


def after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(using)
