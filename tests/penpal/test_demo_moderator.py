"""The demo moderator can always sign in with what the last line said, and never in production."""

import io

import pytest
from django.core.management import CommandError, call_command

from penpal.management.commands import demo_moderator
from profiles.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_var(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def password_of(line):
    return line.split()[3]


def test_ensure_line_says_where_and_how():
    line = demo_moderator.ensure(8123)

    words = line.split()
    assert words[:3] == ["Demo", "moderator:", "moderator@example.org"]
    assert words[4:] == ["http://127.0.0.1:8123/admin/"]


def test_ensure_note_holds_the_line_for_its_owner_only():
    line = demo_moderator.ensure(8000)

    note = demo_moderator.note_path()
    assert note.read_text() == f"{line}\n"
    assert note.stat().st_mode & 0o777 == 0o600


def test_ensure_makes_the_note_private_where_it_was_not():
    demo_moderator.ensure(8000)
    demo_moderator.note_path().chmod(0o644)

    demo_moderator.ensure(8000)

    assert demo_moderator.note_path().stat().st_mode & 0o777 == 0o600


def test_ensure_password_opens_the_admin(client):
    line = demo_moderator.ensure(8000)

    assert client.login(username="moderator@example.org", password=password_of(line))
    assert client.get("/admin/").status_code == 200


def test_ensure_again_keeps_the_password():
    first = demo_moderator.ensure(8000)

    second = demo_moderator.ensure(9000)

    assert password_of(second) == password_of(first)
    assert second.endswith(":9000/admin/")
    assert User.objects.count() == 1


def test_ensure_password_changed_meanwhile_makes_a_new_one():
    first = demo_moderator.ensure(8000)
    user = User.objects.get()
    user.set_password("something else entirely")
    user.save()

    second = demo_moderator.ensure(8000)

    user.refresh_from_db()
    assert password_of(second) != password_of(first)
    assert user.check_password(password_of(second))


@pytest.mark.parametrize("lost", [{"is_active": False}, {"is_staff": False}])
def test_ensure_account_closed_meanwhile_opens_it_with_a_new_password(lost):
    first = demo_moderator.ensure(8000)
    User.objects.update(**lost)

    second = demo_moderator.ensure(8000)

    user = User.objects.get()
    assert (user.is_active, user.is_staff) == (True, True)
    assert password_of(second) != password_of(first)


@pytest.mark.parametrize("text", ["", "Demo moderator:\n", "\n\n\n"])
def test_ensure_spoilt_note_makes_a_new_password(text):
    first = demo_moderator.ensure(8000)
    demo_moderator.note_path().write_text(text)

    second = demo_moderator.ensure(8000)

    assert password_of(second) != password_of(first)
    assert User.objects.get().check_password(password_of(second))


def test_retire_closes_the_account_and_removes_the_note(client, moderator):
    line = demo_moderator.ensure(8000)

    demo_moderator.retire()

    assert not client.login(username="moderator@example.org", password=password_of(line))
    assert not demo_moderator.note_path().exists()
    moderator.refresh_from_db()
    assert (moderator.is_active, moderator.is_staff) == (True, True)


def test_retire_without_one_does_nothing():
    demo_moderator.retire()

    assert User.objects.count() == 0


def test_command_prints_the_line():
    out = io.StringIO()

    call_command("demo_moderator", port=8001, stdout=out)

    assert out.getvalue() == demo_moderator.note_path().read_text()


def test_command_refuses_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="no demo moderator in production"):
        call_command("demo_moderator")

    assert User.objects.count() == 0
    assert not demo_moderator.note_path().exists()
