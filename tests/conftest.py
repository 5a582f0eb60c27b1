"""Shared fixtures: the sample catalogue, its build, and a browser."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import pickle
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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

Made = TypeVar("Made")
ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests/sample"
TODAY = dt.date(2026, 2, 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the built site comes first: one process builds it while the others do the tests that need none."""
    items.sort(key=lambda item: "built" not in getattr(item, "fixturenames", ()))


def forks() -> bool:
    """Whether work may be spread over forks of this process, and there is more than one processor for it."""
    return threading.active_count() == 1 and (os.cpu_count() or 1) > 1 and os.uname().sysname == "Linux"


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


class Once:
    """Makes a folder once a run, by whichever of its processes comes first."""

    def __init__(self, run: Path) -> None:
        self._run = run

    def __call__(self, name: str, make: Callable[[Path], Made]) -> Made:
        """What `make` returned for the folder `name`; nobody may change the folder."""
        kept = self._run / f"{name}.pickle"
        with (self._run / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make(self._run / name)))
            made: Made = pickle.loads(kept.read_bytes())
        return made


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """What is made once for all tests, whatever process they run in."""
    own = tmp_path_factory.getbasetemp()
    return Once(own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def built(real: Report, once: Once) -> Path:
    """The real site, built once: the folder that holds docs and site."""

    def make(folder: Path) -> Path:
        build(real.catalogue, ROOT, folder)
        return folder

    return once("built", make)


@pytest.fixture(scope="session")
def released(once: Once) -> Released:
    """A project that was released twice, built with its snapshots."""
    from released import make_released

    return once("released", make_released)


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
