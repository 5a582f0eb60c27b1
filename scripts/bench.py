"""Measure the project by itself: what a page weighs, how soon a search answers, how building grows with the catalogue."""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dermatheca.bench.measure import Steps, measure
from dermatheca.bench.synthetic import grow
from dermatheca.build import BuildError, build, read_site
from dermatheca.validate import Report, validate
from dermatheca.view.page import Page
from dermatheca.view.pages import pages, reference_page
from dermatheca.weight import heaviest

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


def weights(root: Path, report: Report) -> None:
    """The first load of the heaviest page of each kind, and its budget."""
    every: list[Page] = [*pages(report.catalogue, read_site(root)), reference_page(report.catalogue, {})]
    print(
        f"\nFirst load of the heaviest page of each kind, compressed\n\n{'kind':22}{'page':44}{'requests':>9}{'kB':>8}{'budget':>8}"
    )
    for one in heaviest(root / "build/site", every):
        print(f"{one.template:22}{one.url or 'home':44}{one.requests:9}{one.size / 1000:8.1f}{one.budget // 1000:8}")


def validations(root: Path) -> None:
    """The command as a person runs it, started anew each time."""
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, str(ROOT / "scripts/validate.py"), "--root", str(root)], capture_output=True)
        seconds.append(time.perf_counter() - start)
    print(
        f"\nValidation of everything, with the start of the command: {statistics.median(seconds):.2f} s (median of {RUNS})"
    )


def growth(root: Path, sizes: list[int]) -> None:
    """Every step at each size."""
    print(f"\nBuilding a synthetic catalogue: the real one copied, each copy with its own ids\n\n{head()}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "catalogue"
            grow(root, target, size)
            print(line(measure(target)), flush=True)


def head() -> str:
    """The names of the columns."""
    names = (
        "agents",
        "refs",
        "pages",
        "read s",
        "check s",
        "stage s",
        "again s",
        "mkdocs s",
        "share",
        "one change s",
        "MB",
        "mkdocs MB",
    )
    return "".join(f"{name:>{max(9, len(name) + 2)}}" for name in names)


def line(one: Steps) -> str:
    """One size as a line of the table."""
    cells = (
        f"{one.agents:9}{one.references:9}{one.pages:9}{one.read:9.1f}{one.check:9.1f}{one.stage:9.1f}{one.stage_again:9.1f}"
        f"{one.site_builder:10.1f}{one.share:9.2f}{one.rebuild:14.1f}{one.memory:9.0f}{one.site_builder_memory:11.0f}"
    )
    return cells


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of agents to measure (default: 100 1000)")
    arguments = parser.parse_args()
    root = arguments.root.resolve()
    report = validate(root)
    if report.problems:
        print("the catalogue has problems; run: make validate", file=sys.stderr)
        return 1
    try:
        build(report.catalogue, root, root / "build")
        weights(root, report)
        validations(root)
        growth(root, arguments.sizes or [100, 1000])
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print("\nstage: views, templates and drawings; again: with drawings kept; share: read, check and again by mkdocs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
