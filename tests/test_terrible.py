"""One terrible catalogue: all bad inputs that can stand together, at once; nothing is lost, nothing crashes."""

from __future__ import annotations

from pathlib import Path

from bad_input import apply, files, load_bad
from conftest import problems_of

# Faults that hide a whole file, and so would hide the others in it.
HIDING = (
    "yaml-",
    "utf-8",
    "hidden-",
    "file-list",
    "front-matter",
    "chapter-",
    "bib-syntax",
    "bib-duplicate",
    "field-form-id",
    "agent-file-name",
)


def terrible(root: Path) -> set[str]:
    """Apply every bad input whose text still stands; the rules it was named after come back."""
    applied: set[str] = set()
    for path in files():
        edits, expected = load_bad(path)
        if path.stem.startswith(HIDING):
            continue
        try:
            for edit in edits:
                if "replace" in edit:
                    assert (root / edit["file"]).read_text(encoding="utf-8").count(edit["replace"]) == 1
        except AssertionError:
            continue
        apply(root, edits)
        applied |= {line.split(": ")[1] for line in expected}
    for name in ("targets", "outcomes"):
        (root / f"data/{name}.yaml").write_text("a: &x [*x\n", encoding="utf-8")
    return applied


def test_all_at_once(sample_root: Path) -> None:
    applied = terrible(sample_root)
    found = problems_of(sample_root)
    assert found == sorted(found, key=_key)
    assert not [line for line in found if "rule-crashed" in line]
    assert all(line.count(":") >= 4 and line.split(":")[1].isdigit() for line in found)
    assert len(found) >= 25
    assert len(applied) >= 25


def _key(line: str) -> tuple[str, int, int]:
    file, number, column, _ = line.split(":", 3)
    return file, int(number), int(column)
