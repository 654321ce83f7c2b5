"""A process that works on the test's own database and files, and is killed without warning at a chosen point.

python -m tests.support.victim FACTS    (FACTS: JSON; see `run`)
"""

import importlib
import json
import os
import signal
import subprocess
import sys
from typing import Any

from tests.support.run import ROOT, SETTINGS


def run(task: str, kill_at: str, **arguments: Any) -> int:
    """Run `task` (`module:function`) in a process that dies when it calls `kill_at`.

    kill_at: `module:name` or `module:Class.name`, with `#2` behind it for the second call, and `+` for just after it.
    Returns the process's exit status: -9 when it was killed, 0 when it got to the end.
    """
    from django.conf import settings  # noqa: PLC0415 - this module is also the child, which has none of it yet
    from django.core.files.storage import storages  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    facts = {
        "task": task,
        "kill_at": kill_at,
        "arguments": arguments,
        "database": str(connection.settings_dict["NAME"]),
        "storages": {label: str(storages[label].location) for label in ("default", "private")},
    }
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS} | {
        "DJANGO_SETTINGS_MODULE": "penpal.settings",
        "WITHDRAWAL_LEDGER": settings.WITHDRAWAL_LEDGER,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    if "DATABASE_URL" in os.environ:
        environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
    command = [sys.executable, "-m", "tests.support.victim", json.dumps(facts)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stdout + done.stderr
    return done.returncode


def _named(path: str) -> tuple[Any, str]:
    module, _colon, dotted = path.partition(":")
    *owners, name = dotted.split(".")
    owner: Any = importlib.import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    return owner, name


def _arm(kill_at: str) -> None:
    """Replace the function by one that kills this process."""
    is_after = kill_at.endswith("+")
    path, _hash, nth = kill_at.removesuffix("+").partition("#")
    owner, name = _named(path)
    real, left = getattr(owner, name), [int(nth or 1)]

    def deadly(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def main(text: str) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.files.storage import storages  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    facts = json.loads(text)
    connection.settings_dict["NAME"] = facts["database"]
    settings.PRIVATE_ROOT = facts["storages"]["private"]
    for label, location in facts["storages"].items():
        vars(storages[label])["location"] = location
    owner, name = _named(facts["task"])
    connection.ensure_connection()
    _arm(facts["kill_at"])
    getattr(owner, name)(**facts["arguments"])


if __name__ == "__main__":
    main(sys.argv[1])
