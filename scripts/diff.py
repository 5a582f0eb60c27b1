"""Say in clinical words what a change does to the catalogue: what was added, removed, changed, compared again.

A changed statement whose `checked` date stayed is a problem: it says that someone compared what nobody did.
"""

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from dermatheca.check import RULES, Context, run
from dermatheca.diff.compare import compare
from dermatheca.diff.tell import as_markdown, as_text, problems
from dermatheca.diff.units import units
from dermatheca.link import Catalogue, load
from dermatheca.report import as_json, github, site_url
from dermatheca.validate import today

ROOT = Path(__file__).resolve().parent.parent
FILES = ("data", "content", "references.bib")


class NoSuchCommitError(Exception):
    """Git knows no such commit, or nothing of the catalogue in it."""


def unpack(root: Path, commit: str, target: Path) -> None:
    """Write the catalogue of a commit below `target`.

    :raises NoSuchCommitError: if git knows none.
    """
    if commit.startswith("-"):
        raise NoSuchCommitError(f"must be a commit, branch or tag; found '{commit}'")
    known = subprocess.run(["git", "-C", str(root), "ls-tree", "--name-only", commit], capture_output=True, text=True)
    files = [name for name in FILES if name in known.stdout.splitlines()]
    if known.returncode or not files:
        raise NoSuchCommitError(
            f"must be a commit with a catalogue; '{commit}' is none here (in a shallow clone: git fetch --unshallow)"
        )
    packed = subprocess.run(["git", "-C", str(root), "archive", commit, *files], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(target, filter="data")


def catalogue_of(root: Path, commit: str, folder: Path) -> tuple[Catalogue, Path]:
    """The catalogue of a commit, or of the files as they are for 'worktree'."""
    place = root
    if commit != "worktree":
        place = folder / "catalogue"
        place.mkdir()
        unpack(root, commit, place)
    return load(place)[0], place


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True, help="the commit, branch or tag to compare with, e.g. main")
    parser.add_argument("--head", default="worktree", help="what to compare (default: the files as they are)")
    parser.add_argument("--format", choices=("text", "markdown", "github", "json"), default="text")
    parser.add_argument("--output", type=Path, help="write there instead of printing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        try:
            before, _ = catalogue_of(arguments.root, arguments.base, Path(one))
            after, place = catalogue_of(arguments.root, arguments.head, Path(two))
        except (NoSuchCommitError, subprocess.CalledProcessError, OSError) as error:
            print(f"{error}", file=sys.stderr)
            return 2
        faults = [*load(place)[1], *run(Context(after, today()), RULES)]
    differences = compare(units(before), units(after))
    found = problems(differences, after)
    address = site_url(arguments.root)
    if arguments.format == "markdown":
        text = as_markdown(differences, after, before, faults)
    elif arguments.format == "github":
        text = github(found, address)
    elif arguments.format == "json":
        text = as_json(found, address)
    else:
        text = "\n".join([as_text(differences, after, before), *map(str, found)])
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text, encoding="utf-8")
    else:
        print(text)
    if faults:
        print(f"the catalogue has {len(faults)} problems (make validate); what can be compared is", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
