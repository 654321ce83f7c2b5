"""An environment as production has it, and management commands run in it.

python -m tests.support.production check --deploy
"""

import os
import subprocess
import sys

from cryptography.fernet import Fernet

from tests.support.run import ROOT, SETTINGS

#: Values for the settings that production has no default for. Secrets are made anew for each run.
ENVIRONMENT = {
    "PRODUCTION": "1",
    "SECRET_KEY": Fernet.generate_key().hex(),
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "letters.example.org",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "ORG_RETURN_ADDRESS": "Reading Room|P.O. Box 12|Exampleville, NY 10001",
    "ORG_CONTACT": "desk@example.org",
}


def manage(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` in production's environment, with `changes` on top; None takes a setting away."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    changed = environment | ENVIRONMENT | changes
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={name: value for name, value in changed.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    done = manage(*sys.argv[1:])
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)
