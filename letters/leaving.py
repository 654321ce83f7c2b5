"""A writer's own data: a copy of all of it, and deletion of all of it."""

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from letters import correspondences, nights
from letters.drafts import draft_of
from letters.models import Correspondence, Letter, Night, ReturnAddress
from profiles.errors import NotAllowed
from profiles.models import User


def copy_of(writer: User) -> str:
    """Everything kept about a writer, as indented JSON; letters decrypted."""
    address = ReturnAddress.objects.filter(writer=writer).first()
    everything = {
        "account": {
            "email": writer.email,
            "name_to_sign_with": writer.pen_name,
            "is_a_woman": writer.is_woman,
            "is_18_or_older": writer.is_adult,
            "joined": writer.date_joined,
            "last_login": writer.last_login,
            "email_addresses": [address.email for address in EmailAddress.objects.filter(user=writer)],
        },
        "signed_in": [_session(one) for one in UserSession.objects.filter(user=writer)],
        "return_address": address.lines.splitlines() if address else [],
        "correspondences": [_correspondence(one) for one in Correspondence.objects.of(writer)],
        "letters": [_letter(one) for one in Letter.objects.of(writer).prefetch_related("events", "photos")],
        "letter_nights": [_night(one) for one in Night.objects.of(writer).prefetch_related("items")],
    }
    return json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _session(one: UserSession) -> dict[str, Any]:
    return {
        "since": one.created_at,
        "last_seen": one.last_seen_at,
        "address": one.ip,
        "browser": one.user_agent,
    }


def _correspondence(one: Correspondence) -> dict[str, Any]:
    return {
        "name": one.display_name,
        "state": one.state,
        "every_days": one.every_days,
        "chosen_on": one.promised_on,
        "reminders_by_email": one.reminds,
        "last_letter_or_answer_on": one.last_on,
        "closed_on": one.closed_on,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "code": letter.code,
        "name": letter.display_name,
        "state": letter.state,
        "typed_and_chosen": draft_of(letter).as_json(),
        "photos": [{"words": one.words, "jpeg_base64": one.jpeg} for one in letter.photos.all()],
        "begun": letter.created_at,
        "saved": letter.updated_at,
        "printed": letter.printed_at,
        "printed_name": letter.committed_name,
        "printed_number": letter.id_number,
        "printed_address": letter.address_lines.splitlines(),
        "mailed_on": letter.mailed_on,
        "answered_on": letter.replied_on,
        "came_back_on": letter.returned_on,
        "came_back_because": letter.return_reason,
        "events": [{"what": event.kind, "on": event.on, "noted": event.at} for event in letter.events.all()],
    }


def _night(night: Night) -> dict[str, Any]:
    return {
        "code": night.code,
        "begun": night.created_at,
        "state": night.state,
        "typed_and_chosen": json.loads(night.draft),
        "letters": [{"code": item.code, "name": item.display_name} for item in night.items.all()],
    }


@transaction.atomic
def leave(*, writer: User) -> None:
    """Delete the account with everything in it, and sign it out everywhere. Raises NotAllowed for staff with decisions.

    What was counted for a woman as mailed stays counted; she no longer has this writer among the active ones.
    """
    correspondences.end_all(writer=writer)
    files = nights.files_of(writer)
    number = str(writer.pk)
    try:
        writer.delete()
    except ProtectedError as error:
        message = _(
            "This account has decided on listings, and the record of that must stay. Ask an administrator."
        )
        raise NotAllowed(message) from error
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == number:
            session.delete()
    transaction.on_commit(lambda: nights.delete_files(files))
