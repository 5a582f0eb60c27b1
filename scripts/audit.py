"""Do the sources still say what the catalogue says? Ask Crossref, PubMed, ClinicalTrials.gov, openFDA and every address.

Changes nothing in the catalogue; reports what is retracted, newer, not found or stale. An audit that was stopped goes on
where it stood. Exit 0: nothing that must be mended soon; 1: something must; 2: wrong usage."""

import argparse
import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from dermatheca.audit.journal import Journal
from dermatheca.audit.report import as_json, as_markdown, urgent
from dermatheca.audit.run import audit
from dermatheca.audit.task import CHECKS, Task
from dermatheca.fetch.services import add_arguments, services
from dermatheca.link import load

ROOT = Path(__file__).resolve().parent.parent


def checks(text: str) -> tuple[str, ...]:
    """The checks named in a list with commas."""
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in CHECKS:
            raise argparse.ArgumentTypeError(f"must be among: {', '.join(CHECKS)}; found '{name}'")
    return tuple(name for name in CHECKS if name in names)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="checks:\n" + "\n".join(f"  {name}: {words}" for name, words in CHECKS.items()),
    )
    parser.add_argument(
        "--only", type=checks, default=tuple(CHECKS), metavar="CHECK,...", help="only these checks (default: all)"
    )
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="at most N questions (default: all)")
    parser.add_argument("--fresh", action="store_true", help="begin anew, where an audit was stopped")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there as JSON")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the report there, not to the terminal")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    add_arguments(parser)
    arguments = parser.parse_args()
    if arguments.limit < 0:
        parser.error(f"--limit must be a number from 0; found {arguments.limit}")
    if not (arguments.root / "data").is_dir():
        parser.error(f"must hold the catalogue's folder 'data': {arguments.root}")
    for out in (arguments.json, arguments.markdown):
        if out is not None and (out.is_dir() or not out.parent.is_dir()):
            parser.error(f"must be a file in a folder that is there: {out}")
    return arguments


def progress(tasks: list[Task]) -> Iterable[Task]:
    """The tasks with a bar, on a terminal."""
    return tqdm(tasks, unit="question", disable=None)


def main() -> int:
    arguments = options()
    catalogue, problems = load(arguments.root)
    if problems:
        print(
            f"the catalogue has problems ({len(problems)}, see make validate); what can be read is audited",
            file=sys.stderr,
        )
    day = dt.date.today()
    folder = arguments.root / "build/audit"
    journal = Journal(folder / "journal.jsonl", day, arguments.fresh)
    finished = False
    try:
        with services(arguments, folder) as asked:
            done = audit(catalogue, asked, journal, arguments.only, day, progress, arguments.limit)
        finished = not arguments.limit
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on where it stood", file=sys.stderr)
        return 1
    finally:
        journal.close(finished)
    if arguments.json:
        arguments.json.write_text(as_json(done), encoding="utf-8", newline="\n")
    if arguments.markdown:
        arguments.markdown.write_text(as_markdown(done), encoding="utf-8", newline="\n")
    else:
        print(as_markdown(done), end="")
    return 1 if urgent(done) else 0


if __name__ == "__main__":
    sys.exit(main())
