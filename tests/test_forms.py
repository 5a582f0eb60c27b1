"""Forms: every body of tests/forms gets its exact reply and summary, and changes exactly what it should."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import ROOT, TODAY
from dermatheca.forms.process import Outcome, process

FORMS = ROOT / "tests/forms"
BODIES = sorted(FORMS.glob("*.md"))
ISSUE = 7


def outcome_of(path: Path, root: Path) -> Outcome:
    title = "New agent: x" if path.stem.startswith("no-form") else ""
    return process(root, path.read_bytes(), title, TODAY)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_exact_reply_and_result(path: Path, sample_root: Path) -> None:
    outcome = outcome_of(path, sample_root)
    summary = json.dumps(outcome.summary(ISSUE), indent=2, ensure_ascii=False) + "\n"
    for suffix, found in ((".reply", outcome.reply), (".json", summary)):
        expected = path.with_suffix(suffix)
        if os.environ.get("GOLDEN") == "write":
            expected.write_text(found, encoding="utf-8", newline="\n")
        assert found == expected.read_text(encoding="utf-8")
