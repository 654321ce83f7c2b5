"""Finding the Chromium that is already on the machine."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
#: Where `playwright install chromium` puts one.
DOWNLOADED = (
    ".cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "Library/Caches/ms-playwright/chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
)
#: Nothing of the browser's own goes to the network, and a machine without a graphics card is no obstacle.
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def find_browser() -> str | None:
    """Path of a Chromium or Chrome; the variable CHROMIUM comes first. None without."""
    named = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    downloaded = [str(path) for pattern in DOWNLOADED for path in sorted(Path.home().glob(pattern))]
    places = [path for path in (*named, *APPLICATIONS, *downloaded) if path]
    return next((path for path in places if os.access(path, os.X_OK)), None)
