import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from profiles import actions, place_history, triggers
from profiles.models import EventWords, ModerationEvent
from profiles.states import EventKind
from tests.factories import make_facility, make_moderator, make_submission

STATEMENTS = [
    "UPDATE profiles_moderationevent SET reason = 'other'",
    "DELETE FROM profiles_moderationevent",
    "UPDATE letters_factchange SET note = 'other'",
    "DELETE FROM letters_factchange",
]


def one_event() -> ModerationEvent:
    """A line in each log; the one of decisions."""
    facility = make_facility()
    place_history.keep([place_history.PlaceChange(facility, {}, {"name": facility.name})], by=None)
    return actions.record_event(
        subject=make_submission(), kind=EventKind.EDITED, by=make_moderator(), note="A note."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_database_refuses_to_change_an_event(statement: str) -> None:
    event = one_event()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)

    assert ModerationEvent.objects.get().reason == event.reason


@pytest.mark.django_db
def test_event_refuses_to_be_changed_before_the_database_does() -> None:
    event = one_event()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.django_db
def test_words_beside_an_event_can_be_erased() -> None:
    one_event()

    EventWords.objects.all().delete()

    assert (ModerationEvent.objects.count(), EventWords.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_log_and_guards_it_again() -> None:
    one_event()

    call_command("flush", interactive=False, verbosity=0)

    assert ModerationEvent.objects.count() == 0
    one_event()
    for refused in STATEMENTS:
        with pytest.raises(DatabaseError, match="never changed"):
            connection.cursor().execute(refused)


@pytest.mark.django_db
def test_install_twice_is_harmless() -> None:
    one_event()

    triggers.install("default")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(STATEMENTS[1])
