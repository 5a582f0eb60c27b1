"""Shared fixtures: the sample catalogue, its build, and a browser."""

from __future__ import annotations

import datetime as dt
import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser import find_or_install
from dermatheca.build import build
from dermatheca.check import RULES, Context, run
from dermatheca.link import Catalogue, load
from dermatheca.validate import Report, validate
from dermatheca.view.site import Site
from serving import serve_folder

if TYPE_CHECKING:
    from released import Released  # it needs this very file

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests/sample"
TODAY = dt.date(2026, 2, 1)


def problems_of(root: Path) -> list[str]:
    """Everything that is wrong below `root`, as printed."""
    catalogue, problems = load(root)
    return [str(p) for p in sorted({*problems, *run(Context(catalogue, TODAY), RULES)})]


@pytest.fixture(scope="session")
def sample() -> Catalogue:
    """The sample catalogue."""
    return load(SAMPLE)[0]


@pytest.fixture(scope="session")
def site() -> Site:
    """A site whose dates do not depend on git."""
    return Site(
        "Dermatheca", "https://example.org/", "https://example.org/repo", "2026.2.0", TODAY, changes=("One change.",)
    )


@pytest.fixture
def sample_root(tmp_path: Path) -> Path:
    """A copy of the sample catalogue that a test may change."""
    root = tmp_path / "sample"
    shutil.copytree(SAMPLE, root)
    return root


@pytest.fixture(scope="session")
def real() -> Report:
    """The real catalogue, validated."""
    return validate(ROOT)


@pytest.fixture(scope="session")
def built(real: Report, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real site, built once by whichever process of the run comes first: the folder that holds docs and site."""
    own = tmp_path_factory.getbasetemp()
    run = own if worker_id == "master" else own.parent
    output = run / "built"
    with (run / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (output / "site").is_dir():
            build(real.catalogue, ROOT, output)
    return output


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Released:
    """A project that was released twice, built with its snapshots."""
    from released import make_released

    return make_released(tmp_path_factory.mktemp("released") / "project")


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The real site, served on loopback below the path it is published at."""
    with serve_folder(built / "site") as base:
        yield base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=find_or_install(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield started
        started.close()
