"""Who may open and do what on the desk: one table of every address, one of every step, for every role."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern

from letters.models import MailingRule
from penpal.audiences import walk
from profiles.models import Listing, User
from tests.profiles.desk_records import PEOPLE, client_of, make_records

pytestmark = pytest.mark.django_db

LETTERS = {
    "D": "data entry",
    "M": "moderator",
    "N": "senior moderator",
    "C": "mail coordinator",
    "A": "auditor",
    "S": "superuser",
}
#: For each set of people (first letters as above), the pages that they and nobody else may open. Names are Django's:
#: application, model, page. "history" of facts leads on to their own log, which has a lock of its own.
PAGES = {
    "DMNCAS": """
        app_list django_tasks_database_dbtaskresult_history find index jsi18n letters_confirm_place
        letters_mailingrule_history letters_route_history mfa_authenticator_history password_change
        password_change_done profiles_facility_history profiles_storysubmission_change
        profiles_system_history usersessions_usersession_history view_on_site
    """,
    "DMNCS": """
        letters_incomingmail_add letters_incomingmail_change letters_incomingmail_changelist
        letters_incomingmail_history letters_incomingmail_scan profiles_facility_change
        profiles_facility_changelist profiles_listing_change profiles_listing_changelist
        profiles_listing_history profiles_system_change profiles_system_changelist
    """,
    "MNCAS": """
        letters_factchange_change letters_factchange_changelist letters_factchange_history
    """,
    "DMNS": """
        profiles_listing_propose profiles_scan_change profiles_scan_changelist profiles_scan_file
        profiles_scan_history profiles_storysubmission_add profiles_storysubmission_changelist
        profiles_storysubmission_drawing profiles_storysubmission_history
        profiles_storysubmission_review profiles_submission_add profiles_submission_change
        profiles_submission_changelist profiles_submission_history profiles_submission_photo
        profiles_submission_review
    """,
    "MNCS": """
        letters_incomingmail_forward letters_letterbatch_change letters_letterbatch_changelist
        letters_letterbatch_file letters_letterbatch_history letters_mailingrule_change
        letters_mailingrule_changelist letters_owed letters_returnedletter_add
        letters_returnedletter_change letters_returnedletter_changelist letters_returnedletter_history
        letters_route_change letters_route_changelist letters_upkeep letters_wrongreport_change
        letters_wrongreport_changelist letters_wrongreport_history profiles_program_change
        profiles_program_changelist profiles_program_history profiles_suggestion_change
        profiles_suggestion_changelist profiles_suggestion_history
    """,
    "MNAS": """
        profiles_moderationevent_change profiles_moderationevent_changelist
        profiles_moderationevent_export profiles_moderationevent_history
    """,
    "MNS": """
        profiles_importrun_change profiles_importrun_changelist profiles_importrun_history
        profiles_importrun_new profiles_listing_step profiles_photo_remove profiles_report_change
        profiles_report_changelist profiles_report_history profiles_story_change
        profiles_story_changelist profiles_story_history profiles_submission_next
    """,
    "NCS": """
        letters_import_rules letters_letter_change letters_letter_changelist letters_letter_history
        letters_mailingrule_add letters_postagerate_add letters_postagerate_change
        letters_postagerate_changelist letters_postagerate_history letters_route_add
        profiles_facility_add profiles_facilityimport_change profiles_facilityimport_changelist
        profiles_facilityimport_history profiles_facilityimport_new profiles_program_add
    """,
    "NS": """
        auth_group_change auth_group_changelist auth_group_history letters_incomingmail_withdraw
        letters_mailingrule_delete letters_route_delete profiles_facility_delete profiles_listing_copy
        profiles_listing_export profiles_program_delete profiles_submission_override profiles_system_add
        profiles_user_add profiles_user_change profiles_user_changelist profiles_user_history status
    """,
    "S": """
        account_emailaddress_add account_emailaddress_change account_emailaddress_changelist
        account_emailaddress_delete account_emailaddress_history auth_group_add auth_group_delete
        auth_user_password_change django_tasks_database_dbtaskresult_change
        django_tasks_database_dbtaskresult_changelist letters_postagerate_delete mfa_authenticator_add
        mfa_authenticator_change mfa_authenticator_changelist mfa_authenticator_delete
        profiles_system_delete usersessions_usersession_add usersessions_usersession_change
        usersessions_usersession_changelist usersessions_usersession_delete
    """,
    "": """
        autocomplete django_tasks_database_dbtaskresult_add django_tasks_database_dbtaskresult_delete
        letters_factchange_add letters_factchange_delete letters_incomingmail_delete letters_letter_add
        letters_letter_delete letters_letterbatch_add letters_letterbatch_delete
        letters_returnedletter_delete letters_wrongreport_add letters_wrongreport_delete
        profiles_facilityimport_add profiles_facilityimport_delete profiles_importrun_add
        profiles_importrun_delete profiles_listing_add profiles_listing_delete
        profiles_moderationevent_add profiles_moderationevent_delete profiles_report_add
        profiles_report_delete profiles_scan_add profiles_scan_delete profiles_story_add
        profiles_story_delete profiles_storysubmission_delete profiles_submission_delete
        profiles_suggestion_add profiles_suggestion_delete profiles_user_delete
    """,
}
#: Doors, not rooms.
DOORS = {"login", "logout"}

#: Steps that change something: the page, what is posted, and who may.
STEPS = (
    ("profiles_submission_review", {"version": "1", "decision": "decline", "reason": "other"}, "MNS"),
    ("profiles_submission_review", {"claim": "1"}, "MNS"),
    ("profiles_submission_review", {"release": "1"}, "MNS"),
    ("profiles_submission_next", {}, "MNS"),
    ("profiles_submission_override", {"version": "1", "reason": "She knows."}, "NS"),
    ("profiles_storysubmission_review", {"version": "1", "decision": "decline", "reason": "other"}, "MNS"),
    ("profiles_listing_propose", {}, "DMNS"),
    ("profiles_listing_step", {"name": "verify", "on": "2026-01-01", "how": "locator"}, "MNS"),
    ("profiles_listing_step", {"name": "hide", "reason": "other"}, "MNS"),
    ("profiles_listing_step", {"name": "unhide"}, "MNS"),
    ("profiles_listing_step", {"name": "block", "name_of": "Zoe"}, "MNS"),
    ("profiles_listing_step", {"name": "withdraw", "item": "listing", "reason": "her_wish"}, "NS"),
    ("profiles_photo_remove", {"reason": "photo"}, "MNS"),
    ("profiles_report_change", {"outcome": "Looked at."}, "MNS"),
    ("profiles_story_change", {"is_shown": "on"}, "MNS"),
    ("profiles_submission_add", {}, "DMNS"),
    ("profiles_submission_change", {}, "DMNS"),
    ("profiles_storysubmission_add", {}, "DMNS"),
    ("profiles_storysubmission_change", {}, "DMNS"),
    ("profiles_suggestion_change", {"outcome": "Done."}, "MNCS"),
    ("profiles_system_change", {}, "NCS"),
    ("profiles_facility_change", {}, "NCS"),
    ("profiles_program_change", {}, "NCS"),
    ("profiles_user_change", {}, "NS"),
    ("profiles_user_add", {}, "NS"),
    ("letters_incomingmail_add", {"kind": "other"}, "DMNCS"),
    ("letters_incomingmail_change", {"kind": "other"}, "MNCS"),
    ("letters_incomingmail_forward", {}, "MNCS"),
    ("letters_incomingmail_withdraw", {}, "NS"),
    ("letters_owed", {"key": "none"}, "MNCS"),
    ("letters_returnedletter_add", {}, "MNCS"),
    ("letters_returnedletter_change", {}, "MNCS"),
    ("letters_wrongreport_change", {}, "NCS"),
    ("letters_mailingrule_change", {}, "NCS"),
    ("letters_mailingrule_delete", {"post": "yes"}, "NS"),
    ("letters_route_change", {}, "NCS"),
    ("letters_confirm_place", {}, "NCS"),
    ("letters_import_rules", {}, "NCS"),
)
#: Actions on lists, by name, and who is offered them.
ACTIONS = ((Listing, "verified_today", "MNS"), (MailingRule, "confirm", "NCS"))


def page_names() -> list[str]:
    """Every page of the desk that has a name."""
    found = {pattern.name for _route, pattern, namespace in walk() if namespace == "admin" and pattern.name}
    return sorted(found - DOORS)


def address(name: str, records: dict[str, Model], step: str = "hide") -> str:
    """Where a page of the desk is, filled in with the records."""
    known = {
        "<int:photo_pk>": "photo" if name == "profiles_photo_remove" else "submissionphoto",
        "<slug:slug>": "system",
    }
    (route,) = {route for route, pattern, space in walk() if space == "admin" and _is(pattern, name)}
    own = records.get(name.split("_")[1]) if name.count("_") > 1 else None
    pk = str(own.pk) if own else "1"
    for placeholder, kind in known.items():
        record = records[kind]
        value = record.slug if placeholder == "<slug:slug>" else record.pk  # type: ignore[attr-defined]
        route = route.replace(placeholder, str(value))
    if name == "profiles_photo_remove":
        pk = str(records["listing"].pk)
    for placeholder in ("<int:pk>", "<path:object_id>", "<id>", "<path:content_type_id>"):
        route = route.replace(placeholder, pk)
    route = route.replace("<slug:name>", step).replace("<slug:part>", "letters")
    return "/admin/profiles/" if name == "app_list" else f"/{route}"


def _is(pattern: URLPattern, name: str) -> bool:
    return pattern.name == name


def lets_in(response: HttpResponse) -> bool:
    """Neither "forbidden" nor the way to the sign-in."""
    assert response.status_code < 500
    leads_away = response.status_code == 302 and response.url.startswith("/admin/login/")  # type: ignore[attr-defined]
    return response.status_code != 403 and not leads_away


def allowed(who: str, letters: str) -> bool:
    return who in {LETTERS[letter] for letter in letters}


def test_every_page_of_the_desk_is_in_the_table_once() -> None:
    listed = [name for names in PAGES.values() for name in names.split()]

    assert sorted(listed) == page_names()


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_open_as_the_table_says(who: str) -> None:
    records, client = make_records(), client_of(who)

    opened = {name for name in page_names() if lets_in(client.get(address(name, records)))}

    assert opened == {
        name for letters, names in PAGES.items() if allowed(who, letters) for name in names.split()
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_steps_are_taken_by_whom_the_table_names(who: str) -> None:
    """Each step is undone again, so that the next one finds the desk as it was."""
    records, client = make_records(), client_of(who)

    taken = {}
    for name, posted, letters in STEPS:
        step = posted.get("name", "hide")
        with transaction.atomic():
            answer = client.post(
                address(name, records, step), {k: v for k, v in posted.items() if k != "name"}
            )
            taken[name, step, letters] = lets_in(answer)
            transaction.set_rollback(True)

    assert taken == {key: allowed(who, key[2]) for key in taken}


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in ("writer", "anonymous")])
def test_actions_on_lists_are_offered_to_whom_the_table_names(who: str, rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = _user_of(client_of(who))

    offered = {
        (model, name): name in admin.site.get_model_admin(model).get_actions(request)
        for model, name, _letters in ACTIONS
    }

    assert offered == {(model, name): allowed(who, letters) for model, name, letters in ACTIONS}


def _user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])
