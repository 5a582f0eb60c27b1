"""Whatever a stranger sends: no traceback, no place outside of the file, nothing invisible in a message."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, SAMPLE
from hostile.targets import TARGETS

SECONDS = 6

_SIGNS = [
    "-",
    "?",
    ":",
    ",",
    "[",
    "]",
    "{",
    "}",
    "#",
    "&",
    "*",
    "!",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "`",
    "\\",
    "\n",
    "\n\n",
    "---",
    "...",
    "<<",
    "null",
    "~",
    "true",
    "no",
    "0300",
    "1e3",
    "12:30",
    "id:",
    "name:",
    "sources:",
    "text:",
    "[@",
    "]",
    "[@roe-2020-sample]",
    "@article{",
    "@misc{",
    "@string{",
    "title",
    "=",
    "{",
    "}",
    "author",
    "=",
    "and",
    "\\input{",
    "\\emph{",
    '\\"',
    "$",
    "```",
    "###",
    "###",
    "Source",
    "_No",
    "response_",
    "-",
    "[X]",
    "\t",
    "\r",
    "é",
    "α",
    "😀",
]
_pieces = st.lists(st.sampled_from([*_SIGNS, " ", "  ", "    ", "\n"]) | st.text(max_size=8), max_size=60).map("".join)
_files = [
    path.read_text(encoding="utf-8") for path in sorted(SAMPLE.rglob("*")) if path.suffix in (".yaml", ".bib", ".md")
]
_files += [
    path.read_text(encoding="utf-8", errors="replace") for path in sorted((ROOT / "tests/forms").glob("*.md"))[:12]
]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good file with something cut out and something put in."""
    text = draw(st.sampled_from(_files))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 200)))
    return text[:start] + draw(_pieces) + text[end:]


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300) | _pieces.map(str.encode) | damaged().map(str.encode))
def test_any_input_is_read_or_refused(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.skipif(sys.platform != "linux" or sys.version_info >= (3, 14), reason="atheris has no wheel here")
@pytest.mark.parametrize("target", ["yaml", "bibtex", "citations", "form"])
def test_a_fuzzer_finds_nothing_in_a_few_seconds(target: str, tmp_path: Path) -> None:
    # Linux counts the memory of the parent as the child's peak, and these tests hold a lot: a small parent stands between.
    between = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"
    fuzz = [sys.executable, ROOT / "tests/hostile/fuzz.py", target, "--seconds", str(SECONDS), "--keep", tmp_path]
    command = [sys.executable, "-c", between, *fuzz]
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=120)
    log = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, log[-3000:]
    assert list(tmp_path.iterdir()) == []
    executed = re.search(r"stat::number_of_executed_units: (\d+)", log)
    assert executed is not None, log[-500:]
    print(f"{target}: {int(executed[1]):,} inputs in {SECONDS} s")
    assert int(executed[1]) > 100
