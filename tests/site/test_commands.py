"""The commands as a user runs them: right and wrong input, exit codes, what they print."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from project import make_project, run


def test_validate_says_what_it_checked(sample_root: Path) -> None:
    done = run("validate.py", "--root", str(sample_root))
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"no problems: checked 2 agents, 1 trials, 2 conditions, 1 targets, 2 outcomes, 1 gene-drug pairs, 2 chapters, "
        r"3 references; \d\d rules\n",
        done.stdout,
    )


def test_validate_prints_all_problems_and_exits_1(sample_root: Path) -> None:
    (sample_root / "data/glossary.yaml").write_text("- id: Arm\n", encoding="utf-8")
    (sample_root / "data/targets.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    done = run("validate.py", "--root", str(sample_root))
    assert done.returncode == 1
    places = re.findall(r"^(data/[a-z]+\.yaml:\d+:\d+): [a-z-]+: must ", done.stdout, flags=re.MULTILINE)
    assert places[:2] == ["data/glossary.yaml:1:3", "data/glossary.yaml:1:3"]
    assert "data/targets.yaml:2:1" in places
    assert re.search(r"^\d+ problems: checked ", done.stderr)


def test_validate_can_show_one_file(sample_root: Path) -> None:
    (sample_root / "data/glossary.yaml").write_text("- id: Arm\n", encoding="utf-8")
    (sample_root / "data/targets.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    done = run("validate.py", "--root", str(sample_root), "data/targets.yaml")
    assert done.returncode == 1
    assert {line.split(":")[0] for line in done.stdout.splitlines() if line[0] != " "} == {"data/targets.yaml"}


def test_validate_of_a_wrong_folder_is_no_traceback(tmp_path: Path) -> None:
    done = run("validate.py", "--root", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "data/therapies.yaml:1:1: file-readable: must be readable: No such file or directory" in done.stdout


def test_validate_of_a_file_that_is_not_there_says_so() -> None:
    done = run("validate.py", "data/agents/no-such-agent.yaml")
    assert done.returncode == 2
    assert "no such file: data/agents/no-such-agent.yaml" in done.stderr


def test_make_help_lists_every_task() -> None:
    done = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True)
    listed = re.findall(r"^  make ([a-z-]+) +\S", done.stdout, flags=re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert phony is not None
    assert sorted(listed) == sorted(phony[1].split())


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def test_serve_builds_again_and_keeps_the_last_good_site(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-u", str(ROOT / "scripts/serve.py"), "--root", str(root), "--port", "0"],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ | {"NO_COLOR": "1"},
        )
    try:
        wait_for(lambda: "serving http" in log.read_text(encoding="utf-8"))
        match = re.search(r"serving (http://127\.0\.0\.1:\d+/)", log.read_text(encoding="utf-8"))
        assert match is not None

        def page() -> str:
            with urllib.request.urlopen(match[1] + "agents/specimenib/") as answer:
                return str(answer.read().decode())

        assert "Specimenib is in phase 2" in page()
        agent = root / "data/agents/specimenib.yaml"
        good = agent.read_text(encoding="utf-8")
        agent.write_text(good.replace("is in phase 2", "is still in phase 2"), encoding="utf-8")
        wait_for(lambda: "Specimenib is still in phase 2" in page())
        agent.write_text(good.replace("routes: [oral]", "routes: [orally]"), encoding="utf-8")
        wait_for(lambda: "the site shown is the last good one" in log.read_text(encoding="utf-8"))
        assert "data/agents/specimenib.yaml:5:10: field-choice" in log.read_text(encoding="utf-8")
        assert "Specimenib is still in phase 2" in page()
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def test_serve_on_a_taken_port_says_what_to_do(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve.py", "--root", str(root), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "make serve PORT=8001" in done.stderr


@pytest.mark.parametrize("script", ["validate.py", "build.py", "serve.py", "new.py", "diff.py", "form.py"])
def test_every_command_explains_itself(script: str) -> None:
    done = run(script, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) >= 5
