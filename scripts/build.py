"""Validate, then build the site into build/site; nothing is written if there is a problem."""

import argparse
import sys
import time
from pathlib import Path

from dermatheca.build import BuildError, build
from dermatheca.validate import validate

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--output", type=Path, help="where to build (default: build/ in the project's folder)")
    parser.add_argument("--releases", action="store_true", help="put the frozen snapshots beside the site, below v/")
    arguments = parser.parse_args()
    report = validate(arguments.root)
    if report.problems:
        print(*report.problems, report.summary(len(report.problems)), "nothing was built", sep="\n", file=sys.stderr)
        return 1
    output = arguments.output or arguments.root / "build"
    start = time.perf_counter()
    try:
        count = build(report.catalogue, arguments.root, output, releases=arguments.releases)
    except BuildError as error:
        print(error, "nothing was built", sep="\n", file=sys.stderr)
        return 1
    print(report.summary(0))
    print(f"built {count} pages into {output / 'site'} in {time.perf_counter() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
