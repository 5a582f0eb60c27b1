"""Time and peak memory of each step, every measurement in a process of its own."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dermatheca.build import KEPT, BuildError, read_site, rebuild, run_mkdocs
from dermatheca.check import RULES, Context, run
from dermatheca.link import load
from dermatheca.problem import Problem
from dermatheca.read import text
from dermatheca.rest import collector_at_rest
from dermatheca.validate import today, validate
from dermatheca.view.page import Page
from dermatheca.write.stage import stage

T = TypeVar("T")


@dataclass(frozen=True)
class Steps:
    """Seconds of each step for one catalogue; memory in MB, the largest process of ours and of the site builder."""

    agents: int
    references: int
    pages: int
    read: float
    check: float
    stage: float
    stage_again: float
    site_builder: float
    rebuild: float
    memory: float
    site_builder_memory: float

    @property
    def share(self) -> float:
        """Our own steps, with drawings kept from before, as a share of the site builder's time."""
        return (self.read + self.check + self.stage_again) / self.site_builder


def _megabytes(*who: int) -> float:
    return max(resource.getrusage(one).ru_maxrss for one in who) / 1024


def _clock(name: str, work: Callable[[], T]) -> tuple[float, T]:
    """The seconds of a step, told as soon as it is done: a large catalogue takes hours."""
    start = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - start
    print(f"  {name}: {seconds:.1f} s", file=sys.stderr, flush=True)
    return seconds, done


def _large() -> None:
    text.scale = 1000


def _alone(work: Callable[..., T], *arguments: object) -> T:
    """Run in a new process, so that its memory is its own; it reads files of any size."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context, initializer=_large) as pool:
        return pool.submit(work, *arguments).result()


def _none(problems: Iterable[Problem]) -> None:
    found = list(map(str, problems))
    if found:
        raise BuildError("\n".join(found[:20]))


def _own(root: Path) -> tuple[int, int, int, float, float, float, float, float]:
    with collector_at_rest():
        reading, (catalogue, problems) = _clock("read", lambda: load(root))
        _none(problems)
        checking, problems = _clock("check", lambda: run(Context(catalogue, today()), RULES))
        _none(problems)
        site = read_site(root)

        def staged(folder: str) -> list[Page]:
            return stage(catalogue, site, root, root / "bench" / folder, root / ".cache/bench.sqlite")

        cold, pages = _clock("stage", lambda: staged("cold"))
        warm, _ = _clock("stage again", lambda: staged("docs"))
    memory = _megabytes(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return len(catalogue.agents), len(catalogue.references), len(pages), reading, checking, cold, warm, memory


def _builder(root: Path) -> tuple[float, float]:
    seconds, _ = _clock("mkdocs", lambda: run_mkdocs(root, root / "bench"))
    return seconds, _megabytes(resource.RUSAGE_CHILDREN)


def _changed(root: Path) -> float:
    """The seconds from one changed agent to the new site: validation, staging, the pages that changed."""
    shutil.rmtree(root / "bench/cold")
    (root / "bench").rename(root / "build")
    (root / ".cache/bench.sqlite").rename(root / KEPT)
    path = next((root / "data/agents").glob("*.yaml"))
    held = path.read_text(encoding="utf-8")
    before, after = "therapy_class:", "pronunciation: as it is written\ntherapy_class:"
    path.write_text(held.replace(before, after, 1), encoding="utf-8")

    def again() -> None:
        report = validate(root)
        _none(report.problems)
        rebuild(report.catalogue, root, root / "build")

    return _clock("one change", again)[0]


def measure(root: Path) -> Steps:
    """Measure every step for the catalogue below `root`, a copy that may be changed. Raises BuildError."""
    agents, references, pages, reading, checking, cold, warm, memory = _alone(_own, root)
    seconds, builder_memory = _alone(_builder, root)
    changed = _alone(_changed, root)
    return Steps(
        agents,
        references,
        pages,
        reading,
        checking,
        cold,
        warm,
        seconds,
        changed,
        memory,
        builder_memory,
    )
