"""What a contributor is given: the guide with its pictures, and the settings and snippets of an editor."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from conftest import ROOT
from dermatheca.forms.picture import FOLDER, pictures
from dermatheca.forms.templates import issue_templates
from dermatheca.link import LIST_FILES
from dermatheca.model.parse import parse
from dermatheca.read.yaml import parse_yaml
from dermatheca.scaffold.snippets import _SNIPPETS, FILE, snippets
from project import run

GUIDES = ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "README.md", ".github/PULL_REQUEST_TEMPLATE.md")
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GUIDES)
def test_every_link_and_every_task_of_the_guides_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("https://") or (ROOT / name).parent.joinpath(target).exists(), target
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for task in re.findall(r"`make ([a-z-]+)", text):
        assert f"\n{task}: " in makefile, task


def test_a_clinician_reads_the_guide_in_ten_minutes() -> None:
    words = len(re.sub(r"[|#*`\[\]()!-]", " ", TEXT.split("## Code")[0]).split())
    assert words < 10 * 200, f"{words} words"


def test_the_labels_that_maintainers_must_make_are_those_of_the_forms() -> None:
    labels = {
        label
        for name, text in issue_templates().items()
        if name != "config.yml"
        for label in yaml.safe_load(text)["labels"]
    }
    assert labels == set(re.findall(r"`(form(?:: [a-z ]+)?)`", TEXT))


def test_the_pictures_are_in_step_and_readable() -> None:
    made = dict(pictures(ROOT))
    assert {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).iterdir()} == made, (
        "run: make forms"
    )
    for name, text in made.items():
        assert f"({FOLDER}/{name})" in TEXT
        picture = etree.fromstring(text.encode())
        assert picture.find("{*}title").text
        assert picture.find("{*}desc").text
        per_letter = 0.61 if "monospace" in picture.get("font-family") else 0.55
        high, wide = float(picture.get("height")), float(picture.get("width"))
        for word in picture.iter("{*}text"):
            size, length = float(word.get("font-size")), len(word.text or "")
            middle = word.get("text-anchor") == "middle"
            assert float(word.get("y")) < high
            assert middle or float(word.get("x")) + per_letter * size * length < wide, word.text


def test_the_message_of_the_picture_is_the_one_that_validate_prints() -> None:
    page = (ROOT / "content/contribute.md").read_text(encoding="utf-8")
    first = re.search(r"^data/agents/example\.yaml:55:13: (.*)$", page, flags=re.MULTILINE)
    bad = json.loads((ROOT / "tests/bad/model/field-choice.json").read_text(encoding="utf-8"))
    assert first is not None
    assert first[1] in json.dumps(bad, ensure_ascii=False)


def test_the_editor_checks_every_data_file_by_its_schema() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert all((ROOT / name).is_file() for name in settings["yaml.schemas"])
    assert set(settings["yaml.schemas"].values()) == {"data/agents/*.yaml", *(name for name, _ in LIST_FILES.values())}


def test_the_editor_shows_messages_in_their_files(sample_root: Path) -> None:
    path = sample_root / "data/agents/specimenib.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("routes: [oral]", "routes: [orl]"), encoding="utf-8")
    done = run("validate.py", "--root", str(sample_root))
    task, *others = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    found = [match for match in map(re.compile(pattern["regexp"]).match, done.stdout.splitlines()) if match]
    assert [match.group(pattern["file"], pattern["line"], pattern["column"], pattern["code"]) for match in found] == [
        ("data/agents/specimenib.yaml", "5", "10", "field-choice")
    ]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{one['command'].split()[1]}: " in makefile for one in [task, *others])


def test_the_snippets_are_in_step_with_the_model() -> None:
    assert (ROOT / FILE).read_text(encoding="utf-8") == snippets(), "run: make schema"


def expanded(body: list[str], day: str) -> Any:
    """What a snippet leaves when every answer is taken as it is offered, with `day` for the days."""
    text = re.sub(r"\$\{\d+\|([^,|]+)[^|]*\|\}", r"\1", "\n".join(body))
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text).replace("$0", "").replace("YYYY-MM-DD", day)
    document, problems = parse_yaml(text, "data/agents/x.yaml")
    assert problems == []
    assert document is not None
    return document


@pytest.mark.parametrize("name", _SNIPPETS)
def test_a_snippet_with_its_answers_is_an_entry_of_the_model(name: str) -> None:
    snippet = json.loads(snippets())[name]
    document = expanded(snippet["body"], "2026-01-31")
    entity, problems = parse(_SNIPPETS[name][1], document.data[0], document, (0,))
    assert problems == []
    assert entity is not None


def test_no_snippet_fills_in_a_day_of_comparison() -> None:
    assert "CURRENT_" not in snippets()
    document = expanded(json.loads(snippets())["A source of a statement"]["body"], "YYYY-MM-DD")
    _, problems = parse(_SNIPPETS["A source of a statement"][1], document.data[0], document, (0,))
    assert [problem.rule for problem in problems] == ["field-type"]
