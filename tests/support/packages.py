"""Installing what a test needs from the system's packages, where that is allowed."""

import os
import shutil
import subprocess


def install(package: str) -> bool:
    """Install a Debian or Ubuntu package. Returns whether it worked; False without root or apt-get."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    print(f"Installing {package} with apt-get", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    steps = ([apt, "-qq", "update"], [apt, "-qq", "-y", "--no-install-recommends", "install", package])
    return all(_works(step, environment) for step in steps)


def _works(step: list[str], environment: dict[str, str]) -> bool:
    return subprocess.run(step, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
