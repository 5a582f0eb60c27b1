"""Turn the body of a GitHub issue form into a change of the catalogue, or into a reply that says what to mend.

The tree is changed only if the form is sound and the catalogue stays valid with it. Exit 0: made, or left to an editor
(the summary says which); 1: something must be mended, nothing was changed; 2: wrong usage."""

import argparse
import json
import sys
from pathlib import Path

from dermatheca.forms.body import LIMIT
from dermatheca.forms.process import apply, process
from dermatheca.scaffold.kinds import RefusedError

ROOT = Path(__file__).resolve().parent.parent


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--body", type=Path, required=True, metavar="FILE", help="the issue's body, as GitHub keeps it")
    parser.add_argument("--title", default="", help="the issue's title; tells forms apart where the body does not")
    parser.add_argument("--issue", type=int, default=0, metavar="N", help="the issue's number, for the branch's name")
    parser.add_argument(
        "--reply", type=Path, metavar="FILE", help="where to write the reply in Markdown (default: print it)"
    )
    parser.add_argument(
        "--summary", type=Path, metavar="FILE",
        help="where to write, as JSON: outcome (made, editor, mend), form, title, branch, files, todo",
    )  # fmt: skip
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    arguments = parser.parse_args()
    if not arguments.body.is_file():
        parser.error(f"no such file: {arguments.body}")
    if not (arguments.root / "data").is_dir():
        parser.error(f"must hold the catalogue's folder 'data': {arguments.root}")
    for out in (arguments.reply, arguments.summary):
        if out is not None and (out.is_dir() or not out.parent.is_dir()):
            parser.error(f"must be a file in a folder that is there: {out}")
    if arguments.issue < 0:
        parser.error(f"--issue must be a number from 0; found {arguments.issue}")
    return arguments


def main() -> int:
    arguments = options()
    with arguments.body.open("rb") as body:
        outcome = process(arguments.root, body.read(LIMIT + 1), arguments.title)
    if outcome.outcome == "made":
        try:
            apply(arguments.root, outcome)
        except (RefusedError, OSError) as error:
            print(f"the change could not be written: {error}", file=sys.stderr)
            return 1
    if arguments.reply:
        arguments.reply.write_text(outcome.reply, encoding="utf-8", newline="\n")
    else:
        print(outcome.reply, end="")
    if arguments.summary:
        text = json.dumps(outcome.summary(arguments.issue), indent=2, ensure_ascii=False) + "\n"
        arguments.summary.write_text(text, encoding="utf-8", newline="\n")
    return 1 if outcome.outcome == "mend" else 0


if __name__ == "__main__":
    sys.exit(main())
