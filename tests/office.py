"""Find LibreOffice; install Debian's where root and apt are there. Its tests are left out on a machine without it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

MISSING = "LibreOffice (soffice) is not on the PATH; Debian: sudo apt install libreoffice-impress"


def find_or_install() -> str | None:
    """The path of soffice, or None where there is none and none can be installed."""
    found = shutil.which("soffice")
    if found is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        package = ["apt-get", "install", "--yes", "--no-install-recommends", "libreoffice-impress", "fonts-liberation2"]
        for command in (["apt-get", "update"], package):
            subprocess.run(
                command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            )
        found = shutil.which("soffice")
    return found


def to_pdf(soffice: str, files: list[Path], target: Path) -> None:
    """Convert documents to PDFs in the folder `target`, with a profile of its own beside them."""
    profile = f"-env:UserInstallation={(target / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(target), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
