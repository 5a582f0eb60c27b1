"""`make new`, as a contributor runs it: with options, on a terminal, with slips."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from bad_input import apply
from conftest import ROOT, problems_of
from project import run, snapshot

FILES = {
    "agent": "data/agents/testimab.yaml",
    "class": "data/therapies.yaml",
    "condition": "data/conditions.yaml",
    "target": "data/targets.yaml",
    "outcome": "data/outcomes.yaml",
    "term": "data/glossary.yaml",
    "trial": "data/agents/examplimab.yaml",
}


def new(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("new.py", *arguments, "--yes", "--root", str(root))


def todos(root: Path, file: str) -> list[int]:
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if re.search(r"# TODO", line) and not line.startswith("#")]


@pytest.mark.parametrize("kind", sorted(FILES))
def test_validate_names_exactly_what_is_left_to_do(sample_root: Path, kind: str) -> None:
    agent = ("--agent", "examplimab") if kind == "trial" else ()
    done = new(sample_root, kind, "--name", "testimab", *agent)
    assert (done.returncode, done.stderr) == (0, "")
    assert FILES[kind] in done.stdout
    marked = todos(sample_root, FILES[kind])
    assert re.search(rf"^{len(marked)} values? (is|are) left to fill in", done.stdout, flags=re.MULTILINE)
    named = [line.split(":") for line in problems_of(sample_root)]
    assert [(file, int(number)) for file, number, *_ in named] == [(FILES[kind], number) for number in marked]


def test_a_pair_is_named_after_its_gene_and_drug(sample_root: Path) -> None:
    done = new(sample_root, "pair", "--set", "gene=HLA-A", "--set", "drug=specimenib", "--set", "agents=specimenib")
    assert done.returncode == 0, done.stderr
    assert "name: HLA-A and specimenib" in (sample_root / "data/pharmacogenomics.yaml").read_text(encoding="utf-8")


def test_facts_given_are_filled_in_and_a_whole_entry_is_valid(sample_root: Path) -> None:
    facts = {
        "group": "eczema-itch",
        "parent": "sample-eczema",
        "synonyms": "foot eczema, eczema of the feet",
        "summary.text": "It is invented: too [@roe-2020-sample].",
    }
    done = new(sample_root, "condition", "--name", "Sample foot eczema", *(f"--set={k}={v}" for k, v in facts.items()))
    assert done.returncode == 0, done.stderr
    assert "Nothing that must be there is missing" in done.stdout
    assert problems_of(sample_root) == []
    assert "- id: sample-foot-eczema\n" in (sample_root / "data/conditions.yaml").read_text(encoding="utf-8")


def test_a_skeleton_filled_in_is_valid(sample_root: Path) -> None:
    given = (
        "therapy_class=sample-molecules",
        "modality=peptide",
        "routes=oral, topical",
        "sources.ref=doe-2021-second",
    )
    new(sample_root, "agent", "--name", "testimide", *(f"--set={fact}" for fact in given))
    file = "data/agents/testimide.yaml"
    text = (sample_root / file).read_text(encoding="utf-8")
    words = " ".join(["Invented words fill this summary."] * 9)
    text = re.sub(r"(summary:\n  text:) >-  # TODO.*", rf"\1 {words} It ends [@doe-2021-second].", text)
    text = re.sub(r"(mechanism:\n  text:) >-  # TODO.*", r"\1 Unknown [@doe-2021-second].", text)
    text = text.replace("  stage:  # TODO", "  stage: phase-1")
    text = re.sub(r"- ref:  # TODO.*", "- ref: doe-2021-second", text)
    apply(sample_root, [{"file": file, "content": text}])
    assert problems_of(sample_root) == []


def test_the_rest_of_a_list_file_stays_byte_for_byte(sample_root: Path) -> None:
    before = (sample_root / "data/targets.yaml").read_bytes()
    new(sample_root, "target", "--name", "IL-98")
    assert (sample_root / "data/targets.yaml").read_bytes().startswith(before)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("agent", "--name", "examplimab"), "examplimab"),
        (("agent", "--name", "Exemplar"), "data/agents/examplimab.yaml:5:11"),
        (("agent", "--name", "new one", "--id", "exemplimab"), "exemplimab"),
        (("agent", "--name", "testimab", "--id", "../testimab"), "../testimab"),
        (("agent", "--name", "testimab", "--set", "modality=peptid"), "peptide"),
        (("agent", "--name", "testimab", "--set", "modalty=peptide"), "modality"),
        (("condition", "--name", "Invented eczema", "--set", "parent=sample-ecema"), "sample-eczema"),
        (("trial", "--name", "T-1", "--agent", "examplimub"), "examplimab"),
    ],
)
def test_a_slip_is_explained_and_nothing_is_written(sample_root: Path, arguments: tuple[str, ...], said: str) -> None:
    before = snapshot(sample_root)
    done = new(sample_root, *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Nothing was written." in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(sample_root) == before


def test_wrong_usage_is_told(sample_root: Path) -> None:
    done = new(sample_root, "agnet", "--name", "x")
    assert done.returncode == 2
    assert "did you mean 'agent'?" in done.stderr
    assert new(sample_root).returncode == 2


def converse(root: Path, answers: list[bytes]) -> tuple[str, int]:
    """Run `new` on a terminal, and give each answer when it asks."""
    master, slave = pty.openpty()
    command = [sys.executable, str(ROOT / "scripts/new.py"), "--root", str(root)]
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl+C reaches it
    )
    os.close(slave)
    told, end = b"", time.monotonic() + 60
    try:
        while time.monotonic() < end:
            if not select.select([master], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            told += piece
            if told.endswith((b"> ", b"]: ")) and answers:
                os.write(master, answers.pop(0))
                told += b"\n"
    finally:
        try:
            process.wait(timeout=20)  # before the terminal goes, which would end it with a signal
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            os.close(master)
    return told.decode(), process.returncode


def test_on_a_terminal_it_asks_and_mends_slips(sample_root: Path) -> None:
    answers = [b"term\n", b"Flare\n", b"\n", b"\n", b"A worsening of a disease.\n", *[b"\n"] * 6]
    told, code = converse(sample_root, answers)
    assert code == 0, told
    assert "- id: flare\n  name: Flare\n" in (sample_root / "data/glossary.yaml").read_text(encoding="utf-8")
    slip = [b"agnt\n", b"outcome\n", b"Sample 50\n", b"\n", *[b"\n"] * 3, b"respondr\n", b"responder\n", *[b"\n"] * 9]
    told, _ = converse(sample_root, slip)
    assert "did you mean 'agent'?" in told


def test_ctrl_c_on_a_terminal_writes_nothing(sample_root: Path) -> None:
    before = snapshot(sample_root)
    told, code = converse(sample_root, [b"agent\n", b"testimab\n", b"\x03"])
    assert code == 1
    assert "Nothing was written." in told
    assert snapshot(sample_root) == before
