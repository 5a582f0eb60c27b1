"""Forms: every body of tests/forms gets its exact reply and summary, and changes exactly what it should."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT, SAMPLE, TODAY, problems_of
from dermatheca.forms.body import LIMIT
from dermatheca.forms.process import Outcome, apply, process
from dermatheca.forms.reply import QUOTED, code, fence
from dermatheca.forms.spec import FORMS, Form
from dermatheca.forms.templates import FOLDER, issue_templates
from dermatheca.model.base import SLUG
from project import run, snapshot

BODIES = sorted((ROOT / "tests/forms").glob("*.md"))
MADE = [path for path in BODIES if "-good" in path.stem]
ISSUE = 7
SENT = {form.id: (ROOT / f"tests/forms/{form.id}-good.md").read_text(encoding="utf-8") for form in FORMS.values()}


def outcome_of(path: Path, root: Path) -> Outcome:
    return process(root, path.read_bytes(), "", TODAY)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_exact_reply_and_result(path: Path, sample_root: Path) -> None:
    before = snapshot(sample_root)
    outcome = outcome_of(path, sample_root)
    assert snapshot(sample_root) == before, "working out a change writes nothing"
    summary = json.dumps(outcome.summary(ISSUE), indent=2, ensure_ascii=False) + "\n"
    for suffix, found in ((".reply", outcome.reply), (".json", summary)):
        expected = path.with_suffix(suffix)
        if os.environ.get("GOLDEN") == "write":
            expected.write_text(found, encoding="utf-8", newline="\n")
        assert found == expected.read_text(encoding="utf-8"), (
            "if the change is meant: GOLDEN=write make test, and read the diff"
        )
    if not path.stem.startswith("no-form"):
        form, what = path.stem.split("-")[:2]
        assert (outcome.form, outcome.outcome) == (form, {"good": "made"}.get(what, what))


def test_there_are_enough_bodies_of_every_kind() -> None:
    names = [path.stem for path in BODIES]
    assert len(names) >= 30
    for form in FORMS:
        assert [n for n in names if n.startswith(f"{form}-good")], form
        assert [n for n in names if n.startswith(f"{form}-mend") or n.startswith(f"{form}-editor")], form


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_what_is_made_is_valid_and_touches_its_files_only(path: Path, sample_root: Path) -> None:
    before = snapshot(sample_root)
    outcome = outcome_of(path, sample_root)
    apply(sample_root, outcome)
    after = snapshot(sample_root)
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    summary = outcome.summary(ISSUE)
    assert changed == summary["files"]
    assert len(changed) == 1
    assert re.fullmatch(rf"form/{ISSUE}-{SLUG[1:-1]}", summary["branch"])
    rules = {problem.split(": ")[1] for problem in problems_of(sample_root)}
    assert rules <= ({"reference-cited"} if path.stem.startswith("reference") else {"approval-has-trial"})
    again = outcome_of(path, sample_root)
    assert again.outcome != "made", "the same form sent twice is not made twice"


def test_the_day_is_written_only_where_somebody_compared(sample_root: Path) -> None:
    compared = outcome_of(ROOT / "tests/forms/agent-good.md", sample_root).changes[0].after
    nobody = outcome_of(ROOT / "tests/forms/agent-good-nobody-compared.md", sample_root).changes[0].after
    assert compared.count(b"checked: '2026-01-15'") == 6
    assert b"checked" not in nobody


def outside_code(markdown: str) -> str:
    """What of a reply is not code."""
    rows, ticks = [], ""
    for line in markdown.split("\n"):
        opening = re.match(r"(`{3,})(text|diff)?$", line)
        if ticks:
            ticks = "" if line == ticks else ticks
        elif opening:
            ticks = opening[1]
        else:
            rows.append(line)
    assert not ticks, "every fence is closed"
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", "\n".join(rows))


NASTY = "@canary <b>canary</b> ![canary](https://canary.example) `canary` ``` canary\n```\n# canary\n&lt;canary&gt; \u202ecanary | canary"


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_nothing_of_the_sender_takes_effect_in_a_reply(form: Form, sample_root: Path) -> None:
    texts = [SENT[form.id].replace(f"### {one.label}\n", f"### {one.label}\n\n{NASTY}\n") for one in form.fields]
    for text in [*texts, NASTY, f"{NASTY}\n{SENT[form.id]}"]:
        reply = process(sample_root, text.encode(), NASTY, TODAY).reply
        assert "canary" not in outside_code(reply)
        assert "\u202e" not in reply


@given(st.text())
@example("``")
@example("`a` ``b``")
def test_code_and_fences_hold_any_text(text: str) -> None:
    assert outside_code(f"x {code(text)} y").split() in (["x", "y"], ["x"])
    assert outside_code(f"x\n{fence(text)}\ny") == "x\ny"


@given(
    form=st.sampled_from(sorted(FORMS)),
    at=st.integers(0, 2000),
    length=st.integers(0, 300),
    text=st.text(max_size=60) | st.sampled_from(["### Sources\n", "\n- [X] ", "|", "[@", "../", "\x00", "{{", "]("]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damaged_body_is_more_than_a_form_to_mend(form: str, at: int, length: int, text: str) -> None:
    before = snapshot(SAMPLE)
    body = SENT[form][:at] + text + SENT[form][at + length :]
    outcome = process(SAMPLE, body.encode("utf-8", "surrogatepass"), "", TODAY)
    assert outcome.reply.startswith("Thank you")
    assert "for this. 0 things" not in outcome.reply
    assert bool(outcome.changes) == (outcome.outcome == "made")
    assert snapshot(SAMPLE) == before


@pytest.mark.parametrize(
    "text",
    ["- [x] " + " " * 100_000 + "x", "### " + " " * 100_000 + "x", "]" * 60_000, "<a" * 60_000, "### Sources\n" * 9_000, "`" * 100_000],
)  # fmt: skip
def test_a_long_body_takes_no_long_time(text: str) -> None:
    for body in (text, SENT["agent"] + text, SENT["correction"].replace("Table 1 says 301.", text)):
        assert len(process(SAMPLE, body.encode(), "", TODAY).reply) < QUOTED + 20_000


def test_a_problem_that_was_there_before_does_not_block_a_form(sample_root: Path) -> None:
    (sample_root / "data/glossary.yaml").write_text("- id: broken\n", encoding="utf-8")
    (sample_root / "data/agents/specimenib.yaml").write_text("id: [", encoding="utf-8")
    assert process(sample_root, SENT["result"].encode(), "", TODAY).outcome == "made"


def test_a_title_tells_forms_apart_only_where_the_body_does_not() -> None:
    assert process(SAMPLE, SENT["agent"].encode(), "Correction: x", TODAY).form == "agent"


# The command, as a workflow runs it.


def test_the_command_writes_the_change_the_reply_and_the_summary(sample_root: Path, tmp_path: Path) -> None:
    reply, summary = tmp_path / "reply.md", tmp_path / "summary.json"
    done = run(
        "form.py", "--root", str(sample_root), "--body", str(ROOT / "tests/forms/agent-good.md"), "--issue", "7",
        "--title", "New agent: $(touch x) `id`", "--reply", str(reply), "--summary", str(summary),
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert reply.read_text(encoding="utf-8") == (ROOT / "tests/forms/agent-good.reply").read_text(encoding="utf-8")
    assert summary.read_text(encoding="utf-8") == (ROOT / "tests/forms/agent-good.json").read_text(encoding="utf-8")
    assert problems_of(sample_root) == []
    assert (sample_root / "data/agents/novelimab.yaml").is_file()


@pytest.mark.parametrize(
    ("name", "code_"), [("agent-mend-slips", 1), ("no-form", 1), ("correction-editor-own-words", 0)]
)
def test_the_command_prints_the_reply_and_leaves_the_tree(name: str, code_: int, sample_root: Path) -> None:
    before = snapshot(sample_root)
    done = run("form.py", "--root", str(sample_root), "--body", str(ROOT / f"tests/forms/{name}.md"))
    assert (done.returncode, done.stderr) == (code_, "")
    assert done.stdout.startswith("Thank you for this.")
    assert snapshot(sample_root) == before


def test_the_command_answers_a_body_that_is_too_long(sample_root: Path, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(SENT["agent"].encode() + b"x" * LIMIT)
    done = run("form.py", "--root", str(sample_root), "--body", str(body))
    assert done.returncode == 1
    assert "must be at most 200,000 bytes long" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--body"),
        (["--body", "no-such-file"], "no such file: no-such-file"),
        (["--body", __file__, "--root", "/nowhere"], "must hold the catalogue's folder 'data'"),
        (["--body", __file__, "--reply", "/nowhere/x"], "must be a file in a folder that is there: /nowhere/x"),
        (["--body", __file__, "--issue", "-1"], "--issue must be a number from 0"),
    ],
)
def test_wrong_usage_exits_2(arguments: list[str], said: str) -> None:
    done = run("form.py", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("script", ["new.py", "form.py", "forms.py"])
def test_the_commands_explain_themselves(script: str) -> None:
    done = run(script, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) >= 5


# The files of .github/ISSUE_TEMPLATE.


def test_the_issue_forms_are_in_step_with_the_model() -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).iterdir()}
    assert files == issue_templates(), "run: make forms"


def test_the_command_writes_the_issue_forms(tmp_path: Path) -> None:
    done = run("forms.py", "--root", str(tmp_path))
    said = "7 files written into .github/ISSUE_TEMPLATE and theme/assets/contribute\n"
    assert (done.returncode, done.stdout) == (0, said)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / FOLDER).iterdir()} == issue_templates()


KEYS = {
    "input": {"label", "description", "placeholder"},
    "textarea": {"label", "description", "placeholder"},
    "dropdown": {"label", "description", "multiple", "options"},
    "checkboxes": {"label", "description", "options"},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_an_issue_form_follows_github_s_syntax(form: Form) -> None:
    data = yaml.safe_load(issue_templates()[form.file])
    assert set(data) == {"name", "description", "title", "labels", "body"}
    head, *elements = data["body"]
    assert head["type"] == "markdown"
    assert set(head["attributes"]) == {"value"}
    assert 8 <= len(elements) <= 14
    for name in ("id", "label"):
        found = [e["id"] if name == "id" else e["attributes"]["label"] for e in elements]
        assert len(set(found)) == len(found)
    for element in elements:
        assert re.fullmatch(r"[A-Za-z0-9_-]+", element["id"])
        assert set(element["attributes"]) <= KEYS[element["type"]]
        assert element["attributes"]["label"].strip()
        assert element["attributes"]["description"].strip()
        if element["type"] == "checkboxes":
            assert "validations" not in element
            assert [set(option) for option in element["attributes"]["options"]] == [{"label", "required"}] * 2
            assert [option["required"] for option in element["attributes"]["options"]] == [False, True]
        else:
            assert set(element["validations"]) == {"required"}
        if element["type"] == "dropdown":
            options = element["attributes"]["options"]
            assert all(isinstance(option, str) and option for option in options)
            assert len({option.casefold() for option in options}) == len(options)
            assert "none" not in {option.casefold() for option in options}, "GitHub keeps this word for itself"
            assert not element["attributes"]["multiple"] or not any("," in option for option in options)


def test_options_are_quoted_so_that_no_stays_text() -> None:
    for name, text in issue_templates().items():
        unquoted = [line for line in text.split("\n") if re.match(r" *- (?!type:|label:|\")", line)]
        assert unquoted == [], name
