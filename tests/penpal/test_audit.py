import pytest
from cryptography.fernet import Fernet

from penpal.backup import keys
from tests.support import audit


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("-----BEGIN RSA " + "PRIVATE KEY-----", ["private key"]),
        ("AKIA" + "ABCDEFGHIJKLMNOP", ["AWS key"]),
        ("ghp_" + "a1" * 18, ["GitHub token"]),
        ("key: " + "A" * 43 + "=", ["Fernet key"]),
        ("--hash=sha256:" + "ab" * 32, []),
        ("a plain sentence about keys", []),
    ],
)
def test_secrets_are_told_from_other_texts(text: str, kinds: list[str]) -> None:
    assert audit.secrets_in(text) == kinds


def test_keys_that_the_site_makes_are_found() -> None:
    assert audit.secrets_in(keys.new_identity()[0]) == ["age key"]
    assert audit.secrets_in(Fernet.generate_key().decode()) == ["Fernet key"]


def test_no_tracked_file_holds_a_secret() -> None:
    assert audit.found_secrets() == []


def test_pins_are_read_with_their_hashes() -> None:
    text = (
        "a==1.0 \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n    # via b\nb==2 ; sys_platform == 'x' \\\n"
    )

    assert list(audit.pins(text)) == [("a", "1.0", 2), ("b", "2", 0)]


def test_every_requirement_has_hashes() -> None:
    assert audit.wrong_pins() == []


def test_bill_of_materials_names_what_the_site_runs_on() -> None:
    bill = audit.bill_of_materials()

    named = {one["name"].lower(): one for one in bill["components"]}
    assert {"django", "pyrage", "cryptography", "pillow"} <= set(named)
    assert named["django"]["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
