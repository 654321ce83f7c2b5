"""The trial of the grown installation: how it judges what it saw. The trial itself is `make topology`."""

import io
import json
import os
import subprocess

import pytest

from penpal.topology import desk
from penpal.topology.hosts import Hosts
from penpal.topology.visitors import PAGE_SECONDS, PROXY, Seen, Sight, wrongly_shown
from profiles.models import Listing
from tests.factories import make_listing


@pytest.mark.parametrize(
    ("through", "confirmed", "after", "wrong"),
    [
        ("web1", True, -0.1, False),
        ("web1", True, 0.1, True),
        ("web1", False, 0.1, True),
        (PROXY, True, 0.1, True),
        (PROXY, False, 0.1, False),
        (PROXY, False, PAGE_SECONDS + 0.1, True),
    ],
)
def test_page_that_began_after_the_withdrawal_is_wrong(
    through: str, confirmed: bool, after: float, wrong: bool
) -> None:
    """Only a proxy that did not confirm has its half minute."""
    found = wrongly_shown([Sight(100 + after, through, "abcd2345")], {"abcd2345": (100.0, confirmed)})

    assert [sight.slug for sight, _late in found] == ["abcd2345"] * wrong


def test_woman_who_did_not_withdraw_is_never_wrong() -> None:
    assert wrongly_shown([Sight(100, PROXY, "abcd2345")], {"zzzz2345": (1.0, True)}) == []


def test_share_of_errors_is_told_for_each_way() -> None:
    seen = Seen()
    seen.answers.update({(PROXY, "200"): 3, (PROXY, "error"): 1, ("web1", "200"): 5})

    assert [seen.share_of_errors(way) for way in (PROXY, "web1", "web2")] == [0.25, 0.0, 0.0]


def test_hosts_have_addresses_of_their_own_or_ports_of_this_machine() -> None:
    """Whichever is allowed here; what was made is gone afterwards."""
    hosts = Hosts(["one", "two"])
    hosts.make()
    try:
        addresses = [hosts.address(name) for name in hosts.names]
        with hosts.inside("two"):
            here = subprocess.run(["ip", "-o", "addr"], capture_output=True, text=True, check=False)
    finally:
        hosts.remove()

    assert addresses == (["10.77.0.10", "10.77.0.11"] if hosts.are_real else ["127.0.0.1"] * 2)
    assert ("10.77.0.11/24" in here.stdout) == hosts.are_real
    assert hosts.are_real <= (os.geteuid() == 0)


@pytest.mark.django_db(transaction=True)
def test_desk_withdraws_and_approves_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slugs = [make_listing().slug for _ in range(6)]
    monkeypatch.setattr("sys.stdin", io.StringIO("go\n"))

    desk.main(5, 0)

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["what"] for one in said] == ["ready", *["withdrawn"] * 5, "approved"]
    assert said[0]["slugs"] == slugs[:5]
    assert [one["confirmed"] for one in said[1:6]] == [True] * 5
    assert set(Listing.objects.public().values_list("slug", flat=True)) == {slugs[5], said[6]["slug"]}
