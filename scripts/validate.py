"""Check the catalogue: every problem with its file, line and column, what must hold and how to mend it."""

import argparse
import gc
import sys
from pathlib import Path

from dermatheca.fix.run import catalogue_files, mend
from dermatheca.report import FORMATS, report, site_url
from dermatheca.validate import validate

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how problems are printed (default: text)")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="first mend what is mechanical: order, blanks, the form of dates and identifiers",
    )
    parser.add_argument("files", nargs="*", help="show only problems in these files, e.g. data/agents/dupilumab.yaml")
    arguments = parser.parse_args()
    gc.disable()  # a short run that keeps what it makes: collecting would only cost time
    for name in arguments.files:
        if not (arguments.root / name).is_file():
            parser.error(f"no such file: {name}")
    if arguments.fix:
        try:
            for mended in mend(arguments.root, arguments.files or catalogue_files(arguments.root)):
                print(mended, file=sys.stderr)
        except OSError as error:
            print(f"{error.filename}: must be writable: {error.strerror}", file=sys.stderr)
            return 1
    found = validate(arguments.root, files=frozenset(arguments.files))
    problems = found.problems
    machine = arguments.format in ("json", "sarif")
    if problems or machine:
        print(report(arguments.format, problems, arguments.root, site_url(arguments.root)))
    print(found.summary(len(problems)), file=sys.stderr if problems or machine else sys.stdout)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
