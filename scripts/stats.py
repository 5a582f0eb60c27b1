"""Print what the catalogue holds, and how much of it was compared with its sources."""

import argparse
import sys
from pathlib import Path

from dermatheca.link import load
from dermatheca.stats import counts, shares, table, unchecked

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--unchecked", action="store_true", help="list every statement that nobody compared")
    arguments = parser.parse_args()
    catalogue, problems = load(arguments.root)
    if problems:
        print(f"{len(problems)} problems: what has one is not counted; run: make validate\n", file=sys.stderr)
    if arguments.unchecked:
        for place, stated, text in unchecked(catalogue):
            print(f"{place}: {stated.noun or 'what it is'}: {text[:120]}")
        return 0
    for name, count in counts(catalogue).items():
        print(f"{count:6} {name}")
    print(f"\n{table(shares(catalogue))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
