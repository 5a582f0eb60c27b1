"""Release the catalogue: freeze a permanent snapshot of the site with its changes, checksums and metadata.

Older snapshots are verified first, byte for byte. Nothing is committed or tagged; the commands are printed.
"""

import argparse
import sys
import time
from pathlib import Path

from dermatheca.build import BuildError
from dermatheca.release.manifest import FOLDER, ReleaseError, verify, versions_in
from dermatheca.release.run import commands, make_release, refuse, taken
from dermatheca.release.versions import next_version
from dermatheca.validate import today, validate

ROOT = Path(__file__).resolve().parent.parent


def check(releases: Path) -> int:
    """Verify what was released."""
    wrong, found = verify(releases), versions_in(releases)
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    if not wrong:
        print(f"{len(found)} release{'s' if len(found) != 1 else ''}, every byte as it was released")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", help="such as 2026.11 (default: the next free one of this month)")
    parser.add_argument("--verify", action="store_true", help="only verify the releases that exist")
    parser.add_argument("--allow-dirty", action="store_true", help="for tests: release what is not committed")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    arguments = parser.parse_args()
    root: Path = arguments.root
    releases = root / FOLDER
    if arguments.verify:
        return check(releases)
    there, tags = taken(root, releases)
    version = arguments.version or next_version(today(), [*there, *tags])
    start = time.perf_counter()
    try:
        commit = refuse(root, releases, version, arguments.allow_dirty)
        report = validate(root)
        if report.problems:
            print(
                *report.problems,
                report.summary(len(report.problems)),
                "nothing was released",
                sep="\n",
                file=sys.stderr,
            )
            return 1
        made = make_release(report.catalogue, root, releases, version, commit)
    except (ReleaseError, BuildError, OSError) as error:
        print(error, "nothing was released", sep="\n", file=sys.stderr)
        return 1
    print(
        f"released {made.version} of {made.day}: {made.pages} pages, {made.files} files, {made.size / 1e6:.1f} MB "
        f"(archive {made.archive_size / 1e6:.1f} MB) in {releases} in {time.perf_counter() - start:.1f} s; now run:"
    )
    print(*(f"  {command}" for command in commands(made, (releases / ".git").exists())), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
