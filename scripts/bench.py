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
from dermatheca.view.pages import pages
from dermatheca.view.pages.hubs import reference_pages
from dermatheca.weight import heaviest
from lighthouse import find_browser, served

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
LOADED = "performance.getEntriesByType('resource').reduce((sum, one) => sum + one.encodedBodySize, 0)"


def weights(root: Path, report: Report) -> None:
    """The first load of the heaviest page of each kind, and its budget."""
    every: list[Page] = [*pages(report.catalogue, read_site(root)), *reference_pages(report.catalogue, {})]
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


def searching(root: Path) -> None:
    """From the first letter typed into the box of a page just opened to the first result, nothing loaded before."""
    from playwright.sync_api import sync_playwright  # only this needs a browser

    program = find_browser()
    if program is None:
        print("\nTime to the first result of a search: not measured, no Chromium found")
        return
    seconds, sizes = [], set[int]()
    with served(root / "build/site") as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for _ in range(RUNS):
            context = browser.new_context()
            page = context.new_page()
            page.goto(address)
            bytes_before = page.evaluate(LOADED)
            box = page.get_by_role("combobox")
            start = time.perf_counter()
            box.type("upada")
            page.get_by_role("option").first.wait_for()
            seconds.append(time.perf_counter() - start)
            sizes.add(page.evaluate(LOADED) - bytes_before)
            context.close()
        browser.close()
    print(
        f"\nTime to the first result of a search, typed into a page just opened: {statistics.median(seconds):.2f} s "
        f"(median of {RUNS}); {max(sizes) / 1000:.0f} kB loaded for it"
    )


def growth(root: Path, sizes: list[int]) -> None:
    """Every step at each size."""
    if not sizes:
        return
    print(f"\nBuilding a synthetic catalogue: the real one copied, each copy with its own ids\n\n{head()}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "catalogue"
            grow(root, target, size)
            print(line(measure(target)), flush=True)
    print("\nstage: views, templates and drawings; again: with drawings kept; share: read, check and again by mkdocs")


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
    parser.add_argument(
        "sizes", nargs="*", type=int, help="numbers of agents to measure (default: 100 1000; 0 for none)"
    )
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
        searching(root)
        growth(root, [size for size in arguments.sizes or [100, 1000] if size])
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
