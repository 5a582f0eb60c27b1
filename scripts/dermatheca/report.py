"""Problems as people and machines read them: text with the source line, GitHub annotations, JSON and SARIF 2.1.0.

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; GitHub's workflow commands:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dermatheca.check import RULES
from dermatheca.check.reading import READING
from dermatheca.problem import Problem

FORMATS = ("text", "github", "json", "sarif")
TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,:\]}]+")
WIDTH = 100  # characters of a source line that are shown


def help_texts() -> Mapping[str, str]:
    """What must hold, by rule id: of reading, of the model and of every rule."""
    return READING | {ident: " ".join(rule.help.split()) for ident, rule in RULES.items()}


def help_address(site_url: str, rule: str) -> str:
    """The help page of a rule; '' for a site without address."""
    return f"{site_url.rstrip('/')}/rules/{rule}/" if site_url and rule in help_texts() else ""


def site_url(root: Path) -> str:
    """The site's address from mkdocs.yml, for links to the help pages; '' without one."""
    try:
        text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    match = re.search(r"^site_url: (https://\S+)$", text, flags=re.MULTILINE)
    return match[1] if match else ""


class Sources:
    """Lines of source files, read when a problem points at them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def line(self, problem: Problem) -> str:
        """The line a problem points at, without its end; '' where it can't be shown."""
        name = problem.place.file
        if name not in self._lines:
            try:
                text = (self._root / name).read_bytes()[:2_000_000].decode("utf-8", errors="replace")
            except OSError:
                text = ""
            self._lines[name] = text.splitlines()
        lines = self._lines[name]
        line = lines[problem.place.line - 1] if problem.place.line <= len(lines) else ""
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line.replace("\t", " "))


def _shown(line: str, column: int) -> tuple[str, int]:
    """A piece of a long line around its column, and the column within it."""
    start = max(0, column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    piece = line[start : start + WIDTH]
    return ("..." if start else "") + piece, column - start + (3 if start else 0)


def text(problems: Iterable[Problem], root: Path, site_url: str = "") -> str:
    """One block a problem: `file:line:col: rule: message (hint)`, the line with a caret, the address of its help."""
    sources, blocks = Sources(root), []
    for problem in problems:
        block = [str(problem)]
        line = sources.line(problem)
        if line.strip():
            piece, column = _shown(line, problem.place.column)
            token = TOKEN.match(piece, column - 1)
            number = str(problem.place.line)
            block.append(f"  {number} | {piece}")
            block.append(f"  {' ' * len(number)} | {' ' * (column - 1)}{'^' * (len(token[0]) if token else 1)}")
        address = help_address(site_url, problem.rule)
        if address:
            block.append(f"  help: {address}")
        blocks.append("\n".join(block))
    return "\n".join(blocks)


def _escape(value: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        value = value.replace(char, f"%{ord(char):02X}")
    return value


def github(problems: Iterable[Problem], site_url: str = "") -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    lines = []
    for problem in problems:
        place = problem.place
        hint = f" ({problem.hint})" if problem.hint else ""
        address = help_address(site_url, problem.rule)
        message = _escape(f"{problem.message}{hint}" + (f"\nHelp: {address}" if address else ""))
        file, title = _escape(place.file, ":,"), _escape(problem.rule, ":,")
        lines.append(f"::error file={file},line={place.line},col={place.column},title={title}::{message}")
    return "\n".join(lines)


def as_json(problems: Iterable[Problem], site_url: str = "") -> str:
    """A JSON object with a list of problems."""
    found = [
        {
            "file": p.place.file,
            "line": p.place.line,
            "column": p.place.column,
            "rule": p.rule,
            "message": p.message,
            "hint": p.hint,
            "help": help_address(site_url, p.rule),
        }
        for p in problems
    ]
    return json.dumps({"problems": found}, ensure_ascii=False, indent=2)


def sarif(problems: Iterable[Problem], version: str = "", site_url: str = "") -> str:
    """A SARIF 2.1.0 log, for code scanning and editors."""
    problems, texts = list(problems), help_texts()
    used = sorted({p.rule for p in problems})
    rules: list[dict[str, Any]] = []
    for ident in used:
        rule: dict[str, Any] = {"id": ident, "shortDescription": {"text": texts.get(ident, ident)}}
        address = help_address(site_url, ident)
        rules.append(rule | ({"helpUri": address} if address else {}))
    results = [
        {
            "ruleId": p.rule,
            "ruleIndex": used.index(p.rule),
            "level": "error",
            "message": {"text": p.message + (f" ({p.hint})" if p.hint else "")},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": p.place.file.replace(" ", "%20")},
                        "region": {"startLine": p.place.line, "startColumn": p.place.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    driver: dict[str, Any] = {"name": "Dermatheca", "rules": rules} | ({"version": version} if version else {})
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def report(form: str, problems: Iterable[Problem], root: Path, site_url: str = "") -> str:
    """Problems in one of `FORMATS`."""
    if form == "github":
        return github(problems, site_url)
    if form == "json":
        return as_json(problems, site_url)
    return sarif(problems, site_url=site_url) if form == "sarif" else text(problems, root, site_url)
