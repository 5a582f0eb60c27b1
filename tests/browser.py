"""Find Chromium or Chrome; install Debian's where root and apt are there; else say what to install."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "the browser tests need Chromium or Chrome on the PATH; install it (Debian: sudo apt install chromium, "
    "macOS: brew install --cask chromium) or set CHROMIUM to its full path"
)


def find() -> str | None:
    """The browser's path, if there is one."""
    return next(filter(None, (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES))), None)


def find_or_install() -> str:
    """The browser's path; RuntimeError with what to do if there is none and none can be installed."""
    found = find()
    if found is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(
                command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            )
        found = find()
    if found is None:
        raise RuntimeError(MISSING)
    return found
