"""The formats in which problems are handed out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bad_input import files, load_bad
from conftest import ROOT
from dermatheca.check import RULES
from dermatheca.check.reading import READING
from dermatheca.problem import Place, Problem
from dermatheca.report import github, help_address, help_texts, report, sarif, text
from project import run

SITE = "https://example.org/site/"


def problem(line: int = 2, column: int = 7, file: str = "a.yaml") -> Problem:
    return Problem(Place(file, line, column), "field-choice", "must be one of: a, b; found 'c'", "did you mean 'b'?")


def test_text_shows_the_line_with_a_caret_below_the_value(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: x\nname: 'some value' # why\n", encoding="utf-8")
    assert text([problem()], tmp_path, SITE).splitlines() == [
        "a.yaml:2:7: field-choice: must be one of: a, b; found 'c' (did you mean 'b'?)",
        "  2 | name: 'some value' # why",
        "    |       ^^^^^^^^^^^^",
        "  help: https://example.org/site/rules/field-choice/",
    ]


def test_a_long_line_is_cut_around_its_column(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x" * 500 + " fault " + "y" * 500, encoding="utf-8")
    lines = text([problem(1, 502)], tmp_path).splitlines()
    assert len(lines[1]) < 120
    assert lines[1][lines[2].index("^") :].startswith("fault ")


@pytest.mark.parametrize("line", [99, 1])
def test_a_place_that_cannot_be_shown_still_has_its_message(tmp_path: Path, line: int) -> None:
    assert text([problem(line, 1, "gone.yaml")], tmp_path) == str(problem(line, 1, "gone.yaml"))


def test_a_control_character_never_reaches_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"id: x\nname: \x1b[31mred\n")
    assert "\x1b" not in text([problem()], tmp_path)


def test_github_annotations_escape_what_would_end_them() -> None:
    odd = Problem(Place("a:b,c.yaml", 3, 4), "field-choice", "100% wrong\n::error::injected", "mend it")
    assert github([odd], SITE) == (
        "::error file=a%3Ab%2Cc.yaml,line=3,col=4,title=field-choice::100%25 wrong%0A::error::injected (mend it)"
        "%0AHelp: https://example.org/site/rules/field-choice/"
    )


def test_json_holds_every_part() -> None:
    assert json.loads(report("json", [problem()], Path(), SITE)) == {
        "problems": [
            {
                "file": "a.yaml",
                "line": 2,
                "column": 7,
                "rule": "field-choice",
                "message": "must be one of: a, b; found 'c'",
                "hint": "did you mean 'b'?",
                "help": "https://example.org/site/rules/field-choice/",
            }
        ]
    }


def test_sarif_refers_from_results_to_rules() -> None:
    log = json.loads(sarif([problem(), problem(3)], "2026.11.0", SITE))
    run_ = log["runs"][0]
    assert (log["version"], run_["tool"]["driver"]["version"]) == ("2.1.0", "2026.11.0")
    assert [rule["id"] for rule in run_["tool"]["driver"]["rules"]] == ["field-choice"]
    assert [run_["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in run_["results"]] == ["field-choice"] * 2
    region = run_["results"][1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 7}


def test_every_rule_of_every_bad_input_has_a_help_page() -> None:
    raised = {line.split(": ")[1] for path in files() for line in load_bad(path)[1]}
    assert sorted(raised - set(help_texts())) == []
    assert not set(READING) & set(RULES)
    assert help_address("", "link-known") == ""
    assert help_address(SITE, "no-such-rule") == ""


def test_every_rule_says_how_to_mend_it() -> None:
    bare = {path.stem for path in files() for line in load_bad(path)[1] if not line.endswith(")")}
    assert sorted(bare) == []


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_the_command_speaks_every_format(sample_root: Path, form: str) -> None:
    (sample_root / "data/targets.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    (sample_root / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    done = run("validate.py", "--root", str(sample_root), "--format", form)
    assert done.returncode == 1
    assert "rules/yaml-duplicate-key/" in done.stdout
    if form in ("json", "sarif"):
        json.loads(done.stdout)


def test_sarif_without_problems_is_a_whole_log(sample_root: Path) -> None:
    done = run("validate.py", "--root", str(sample_root), "--format", "sarif")
    assert done.returncode == 0
    assert json.loads(done.stdout)["runs"][0]["results"] == []


def test_an_unknown_format_names_the_known_ones() -> None:
    done = run("validate.py", "--format", "xml")
    assert done.returncode == 2
    assert "sarif" in done.stderr
