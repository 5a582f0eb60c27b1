"""Files made to exhaust: every command stays within ten seconds of a processor and 500 MB, and says what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT

AGENT, BIB, CHAPTER = "data/agents/examplimab.yaml", "references.bib", "content/review/01-first.md"
SECONDS, MEGABYTES = 10, 500
MB = 1_000_000
ALMOST = 990_000  # characters: just below the largest file that is read

# Runs a command and says, on the last line of its output, the seconds that processors were at it and the memory that it held at most.
MEASURE = """
import json, resource, subprocess, sys
try:
    done = subprocess.run(sys.argv[1:], timeout=60)
    code = done.returncode
except subprocess.TimeoutExpired:
    code = "hangs"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("\\n" + json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def bomb() -> str:
    """The billion laughs."""
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    return "\n".join(rows)


def entries(count: int) -> str:
    return "".join(f"@misc{{k{n}-2020-x,\n  title = {{T}},\n}}\n" for n in range(count))


HEAVY: dict[str, tuple[str, Callable[[], str], str]] = {
    "yaml-50-mb": (AGENT, lambda: "id: examplimab\nname: " + "x" * (50 * MB), "file-size"),
    "bib-50-mb": (BIB, lambda: "% " + "x" * (50 * MB), "file-size"),
    "chapter-50-mb": (CHAPTER, lambda: "---\ntitle: T\ndescription: D\n---\n" + "word " * (10 * MB), "file-size"),
    "yaml-alias-bomb": (AGENT, bomb, "yaml-no-anchor"),
    "yaml-merge-bomb": (AGENT, lambda: "a: &a {b: c}\n" + "<<: *a\n" * 90_000, "yaml-no-anchor"),
    "yaml-deep-flow": (AGENT, lambda: "[" * ALMOST, "yaml-depth"),
    "yaml-deep-mapping": (AGENT, lambda: "{a: " * (ALMOST // 4), "yaml-depth"),
    "yaml-deep-block": (AGENT, lambda: "".join(" " * n + "a:\n" for n in range(1400)), "yaml-depth"),
    "yaml-deep-dashes": (AGENT, lambda: "- " * (ALMOST // 2), "yaml-depth"),
    "yaml-one-scalar": (AGENT, lambda: "id: examplimab\nname: '" + "x" * (ALMOST - 100) + "'\n", "field-value"),
    "yaml-one-key": (AGENT, lambda: "? " + "k" * (ALMOST - 100) + "\n: x\n", "yaml-key-text"),
    "yaml-many-keys": (AGENT, lambda: "".join(f"k{n}: {n}\n" for n in range(70_000)), "field-known"),
    "yaml-same-key": (AGENT, lambda: "id: examplimab\n" * 60_000, "yaml-duplicate-key"),
    "yaml-many-items": (AGENT, lambda: "id: examplimab\ncodes: [" + "x," * 450_000 + "]\n", "field-required"),
    "yaml-quotes": (AGENT, lambda: "id: " + "'" * (ALMOST - 100), ""),
    "yaml-colons": (AGENT, lambda: ":" * ALMOST, "yaml-syntax"),
    "yaml-questions": (AGENT, lambda: "? " * (ALMOST // 2), "yaml-"),
    "yaml-tags": (AGENT, lambda: "id: " + "!!x " * (ALMOST // 4), "yaml-"),
    "yaml-documents": (AGENT, lambda: "---\na: b\n" * 100_000, "yaml-one-document"),
    "yaml-newlines": (AGENT, lambda: "\n" * ALMOST, "yaml-not-empty"),
    "yaml-comments": (AGENT, lambda: "# x\n" * (ALMOST // 4), "yaml-not-empty"),
    "yaml-escapes": (AGENT, lambda: 'id: "' + "\\x41" * (ALMOST // 4 - 100) + '"\n', "field-"),
    "yaml-digits": (AGENT, lambda: "id: " + "9" * (ALMOST - 100) + "\n", "field-"),
    "yaml-citations": (
        AGENT,
        lambda: "id: examplimab\nsummary:\n  text: '" + "[@" * (ALMOST // 2 - 100) + "'\n",
        "field-value",
    ),
    "yaml-nul": (AGENT, lambda: "\0" * ALMOST, "hidden-character"),
    "yaml-bidi": (AGENT, lambda: "id: '" + "\u202e" * (ALMOST // 3) + "'", "hidden-character"),
    "bib-open-braces": (BIB, lambda: "@article{k,\n title = " + "{" * ALMOST, "bib-syntax"),
    "bib-balanced-braces": (BIB, lambda: "@article{k,\n title = " + "{" * 400_000 + "}" * 400_000 + "}\n", ""),
    "bib-at-signs": (BIB, lambda: "@" * ALMOST, "bib-"),
    "bib-openings": (BIB, lambda: "@article{" * (ALMOST // 9), "bib-"),
    "bib-commas": (BIB, lambda: "@article{k" + "," * ALMOST + "}", ""),
    "bib-quotes": (BIB, lambda: "@article{k, title = " + '"' * ALMOST + "}", ""),
    "bib-latex": (BIB, lambda: "@article{k, title = {" + "\\frac" * (ALMOST // 5) + "}}\n", "bib-value"),
    "bib-latex-groups": (
        BIB,
        lambda: "@article{k, title = {" + "\\emph{" * 90_000 + "}" * 90_000 + "}}\n",
        "bib-value",
    ),
    "bib-many-entries": (BIB, lambda: entries(20_000), "field-required"),
    "bib-same-key": (BIB, lambda: "@misc{same-2020-x, title = {T}}\n" * 30_000, "bib-duplicate-key"),
    "bib-authors": (BIB, lambda: "@misc{k-2020-x, author = {" + "A, B and " * 100_000 + "C, D}}\n", ""),
    "bib-names": (BIB, lambda: "@misc{k-2020-x, author = {" + "a" * ALMOST + "}}\n", "bib-value"),
    "chapter-brackets": (
        CHAPTER,
        lambda: "---\ntitle: T\ndescription: D\n---\n" + "[" * (ALMOST - 50),
        "markdown-brackets",
    ),
    "chapter-citations": (
        CHAPTER,
        lambda: "---\ntitle: T\ndescription: D\n---\n" + "[@a;" * (ALMOST // 4 - 50),
        "markdown-brackets",
    ),
    "chapter-parentheses": (
        CHAPTER,
        lambda: "---\ntitle: T\ndescription: D\n---\n" + "](" * (ALMOST // 2 - 50) + "<br>",
        "markdown-no-html",
    ),
    "chapter-stars": (
        CHAPTER,
        lambda: "---\ntitle: T\ndescription: D\n---\n" + "*a_" * (ALMOST // 3 - 50) + "<br>",
        "markdown-no-html",
    ),
    "chapter-ticks": (
        CHAPTER,
        lambda: "---\ntitle: T\ndescription: D\n---\n" + "` `` " * (ALMOST // 5 - 50) + "<br>",
        "",
    ),
    "chapter-angles": (CHAPTER, lambda: "---\ntitle: T\ndescription: D\n---\n" + "<!-" * (ALMOST // 3 - 50), ""),
    "chapter-words": (
        CHAPTER,
        lambda: "---\ntitle: T\ndescription: D\n---\n" + "word " * (ALMOST // 5 - 50),
        "chapter-cites",
    ),
}


def measured(*command: object) -> tuple[str, object, float, float]:
    """The output of a command, its exit code, its seconds of processors, and the megabytes that it held at most."""
    line = [sys.executable, "-c", MEASURE, sys.executable, *map(str, command)]
    done = subprocess.run(line, capture_output=True, timeout=100)
    output, _, last = done.stdout.decode("utf-8", "replace").rstrip().rpartition("\n")
    code, seconds, peak = json.loads(last)
    assert b"Traceback" not in done.stderr, done.stderr.decode()[-1000:]
    return output, code, seconds, peak


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_is_refused_quickly(
    name: str, sample_root: Path, record_property: Callable[[str, object], None]
) -> None:
    file, make, rule = HEAVY[name]
    path = next(sample_root.glob("content/review/*.md")) if file == CHAPTER else sample_root / file
    path.write_text(make(), encoding="utf-8")
    output, code, seconds, peak = measured(ROOT / "scripts/validate.py", "--root", sample_root)
    print(f"{name:24} {path.stat().st_size / MB:6.2f} MB {seconds:6.2f} s {peak:6.0f} MB held, exit {code}")
    record_property("seconds", seconds)
    assert code == 1
    assert seconds < SECONDS
    assert peak < MEGABYTES
    assert f": {rule}" in output
    assert "rule-crashed" not in output
    assert len(output) < 40 * MB
