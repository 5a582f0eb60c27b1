"""Check the catalogue: print every problem as file:line:col, exit 1 if there is any."""

import argparse
import sys
from pathlib import Path

from dermatheca.validate import validate

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("files", nargs="*", help="show only problems in these files, e.g. data/agents/dupilumab.yaml")
    arguments = parser.parse_args()
    for name in arguments.files:
        if not (arguments.root / name).is_file():
            parser.error(f"no such file: {name}")
    report = validate(arguments.root)
    problems = [p for p in report.problems if not arguments.files or p.place.file in arguments.files]
    for problem in problems:
        print(problem)
    print(report.summary(len(problems)), file=sys.stderr if problems else sys.stdout)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
