"""Begin an entry of the catalogue: a skeleton that says what is left to do.

On a terminal it asks question by question; with --yes, or where there is no terminal, it takes what the options give and
leaves the rest marked TODO. It never overwrites: an id, a former id or a name that is taken is refused with its place."""

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Any

from dermatheca.link import Catalogue, load
from dermatheca.problem import nearest
from dermatheca.scaffold.ask import Questions
from dermatheca.scaffold.draft import draft, first_arms, write
from dermatheca.scaffold.kinds import KINDS, RefusedError
from dermatheca.scaffold.values import assign

ROOT = Path(__file__).resolve().parent.parent


def kind_name(text: str) -> str:
    if text not in KINDS:
        raise argparse.ArgumentTypeError(f"must be one of: {', '.join(KINDS)}; found '{text}' {nearest(text, KINDS)}")
    return text


def fact(text: str) -> tuple[str, str]:
    path, equals, value = text.partition("=")
    if not equals or not path.strip() or not value.strip():
        raise argparse.ArgumentTypeError(f"must be field=value, such as modality=peptide; found '{text}'")
    return path.strip(), value.strip()


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: new.py agent --name examplimab --set subclass=il-99 --set routes=oral,topical "
        "--set sources.ref=roe-2020-sample",
    )
    parser.add_argument("kind", type=kind_name, nargs="?", metavar="KIND", help=f"one of: {', '.join(KINDS)}")
    parser.add_argument("--name", help="its name; the id is made from it")
    parser.add_argument("--id", help="its id, if another than its name gives")
    parser.add_argument("--agent", default="", help="for a trial: the id of the agent in whose file it goes")
    parser.add_argument(
        "--set", type=fact, action="append", default=[], dest="facts", metavar="FIELD=VALUE",
        help="a fact; a field inside another as development.stage=approved, several values with commas between",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="ask nothing, also on a terminal")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    arguments = parser.parse_args()
    arguments.asking = sys.stdin.isatty() and not arguments.yes
    if arguments.kind is None and not arguments.asking:
        parser.error(f"say what to begin: {', '.join(KINDS)}")
    if arguments.agent and arguments.kind not in ("trial", None):
        parser.error("--agent goes with a trial only; use --set agents=... for a pair")
    if not (arguments.root / "data").is_dir():
        parser.error(f"must hold the catalogue's folder 'data': {arguments.root}")
    return arguments


def ask(catalogue: Catalogue, arguments: argparse.Namespace, data: dict[str, Any]) -> None:
    while arguments.kind is None:
        answer = input(f"What do you want to begin? One of: {', '.join(KINDS)}\n> ").strip()
        if answer in KINDS:
            arguments.kind = answer
        else:
            print(f"  must be one of these; found '{answer}' {nearest(answer, KINDS)}".rstrip())
    while arguments.kind == "trial" and arguments.agent not in catalogue.ids("agent"):
        arguments.agent = input("agent: Id of the agent in whose file the trial goes.\n> ").strip()
        if arguments.agent not in catalogue.ids("agent"):
            print(f"  '{arguments.agent}' is none {nearest(arguments.agent, catalogue.ids('agent'))}".rstrip())
    if arguments.kind == "trial":
        data.setdefault("arms", first_arms(arguments.agent))
    Questions(catalogue, input, print).entry(arguments.kind, data)


def main() -> int:
    arguments = options()
    catalogue, _ = load(arguments.root)
    data: dict[str, Any] = {}
    try:
        named = [("name", arguments.name), ("id", arguments.id)]
        for path, value in [*((p, v) for p, v in named if v is not None), *arguments.facts]:
            if arguments.kind:
                assign(KINDS[arguments.kind].model, data, path, value)
        if arguments.asking:
            ask(catalogue, arguments, data)
        begun = draft(arguments.root, catalogue, arguments.kind, data, arguments.agent, dt.date.today())
        write(arguments.root, [begun.change])
    except RefusedError as refused:
        for message in refused.messages:
            print(message, file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: must be writable: {error.strerror}\nNothing was written.", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print("\nNothing was written.", file=sys.stderr)
        return 1
    left = len(begun.todo)
    print(f"{begun.change.file}: the {begun.kind} '{begun.ident}' is begun.")
    print(
        f"{left} value{' is' if left == 1 else 's are'} left to fill in, marked TODO."
        if left
        else "Nothing that must be there is missing."
    )
    print(f"Next: open {begun.change.file}, follow the comments, then run: make validate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
