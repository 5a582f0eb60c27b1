"""Bad inputs: a file of tests/bad holds edits to the sample catalogue and the exact problems they must raise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BAD = Path(__file__).resolve().parent / "bad"
GOOD = BAD.parent / "good"


def apply(root: Path, edits: list[dict[str, str]]) -> None:
    """Make the edits: replace text, append, write a whole file (UTF-8 or Latin-1), or rename one."""
    for edit in edits:
        if "rename" in edit:
            (root / edit["rename"]).rename(root / edit["to"])
            continue
        path = root / edit["file"]
        if "latin1" in edit:
            path.write_bytes(edit["latin1"].encode("latin-1"))
        elif "content" in edit:
            path.write_text(edit["content"], encoding="utf-8")
        elif "append" in edit:
            path.write_text(path.read_text(encoding="utf-8") + edit["append"], encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
            assert text.count(edit["replace"]) == 1, (
                f"{edit['replace']!r} stands {text.count(edit['replace'])} times in {path}"
            )
            path.write_text(text.replace(edit["replace"], edit["with"]), encoding="utf-8")


def load_bad(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    """The edits and the expected problems of a file of tests/bad."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data["edits"], data["problems"]


def good_files() -> list[Path]:
    """Every edge case that must pass."""
    return sorted(GOOD.glob("*.json"))


def files() -> list[Path]:
    """Every bad input."""
    return sorted(BAD.glob("*/*.json"))
