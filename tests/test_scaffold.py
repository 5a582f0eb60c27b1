"""Scaffold: what is added to a file goes to its place, and every other byte stays; names, texts and references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from dermatheca.link import load
from dermatheca.read.yaml import parse_yaml
from dermatheca.scaffold.draft import draft
from dermatheca.scaffold.insert import append, replace_value
from dermatheca.scaffold.kinds import KINDS, RefusedError
from dermatheca.scaffold.lines import Lines, lay_out, scalar, tidy
from dermatheca.scaffold.names import slug

# Layouts of files: what is added goes to its place, and every other byte stays.


def make(column: int) -> list[str]:
    return [f"{' ' * column}- id: new"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- id: a\n", "- id: a\n- id: new\n"),
        ("- id: a", "- id: a\n- id: new"),
        ("  - id: a\n", "  - id: a\n  - id: new\n"),
        ("- id: a\r\n  name: é\r\n", "- id: a\r\n  name: é\r\n- id: new\r\n"),
        ("\ufeff- id: a\n", "\ufeff- id: a\n- id: new\n"),
        ("- id: a\n  # more: of a\n\n# the end\n", "- id: a\n  # more: of a\n- id: new\n\n# the end\n"),
        ("- id: a\n  text: >-\n    long\n    # text\n", "- id: a\n  text: >-\n    long\n    # text\n- id: new\n"),
    ],
)
def test_a_list_grows_at_its_end(before: str, after: str) -> None:
    assert append(before.encode(), "f.yaml", (), make).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: x\ntrials:\n- id: a\n  n: 1\nsafety:\n  a: 1\n", "id: x\ntrials:\n- id: a\n  n: 1\n- id: new\nsafety:\n  a: 1\n"),
        ("id: x\ntrials:\n  - id: a\n\n# safety\nsafety: {}\n", "id: x\ntrials:\n  - id: a\n  - id: new\n\n# safety\nsafety: {}\n"),
        ("id: x\ntrials:\nsafety: {}\n", "id: x\ntrials:\n  - id: new\nsafety: {}\n"),
        ("id: x\ndosing:\n  - a: 1\n\nsafety: {}\n", "id: x\ndosing:\n  - a: 1\ntrials:\n  - id: new\n\nsafety: {}\n"),
        ("id: x", "id: x\ntrials:\n  - id: new"),
    ],
)  # fmt: skip
def test_a_list_inside_a_file_grows_at_its_end(before: str, after: str) -> None:
    model = KINDS["agent"].model
    assert append(before.encode(), "f.yaml", ("trials",), make, model).decode() == after


@pytest.mark.parametrize(
    "before", ["[]\n", "[{id: a}]\n", "a: 1\n", "-\n  id: a\n", "- id: a\n...\n", "- a: 1\n  a: 2\n", "\t"]
)
def test_a_layout_that_does_not_allow_it_is_refused(before: str) -> None:
    with pytest.raises(RefusedError):
        append(before.encode(), "f.yaml", (), make)


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"f\.yaml: must be UTF-8 text"):
        append(b"- id: \xff\n", "f.yaml", (), make)


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a: old # why\n", "new", "a: new # why\n"),
        ("a: 'old'\n", "it's: new", "a: 'it''s: new'\n"),
        ("é: {a: old, b: 1}\n", "x, y}", "é: {a: 'x, y}', b: 1}\n"),
        ("a: 2026-01-01\n", "2026-01-02", "a: 2026-01-02\n"),
        ("a: '2026-01-01'\n", "2026-01-02", "a: '2026-01-02'\n"),
        ("a: 1\r\nb: 2\r\n", 38.5, "a: 38.5\r\nb: 2\r\n"),
        ("\ufeffa: old\n", "no", "\ufeffa: 'no'\n"),
    ],
)
def test_a_value_is_replaced_in_its_place(before: str, value: object, after: str) -> None:
    path = ("é", "a") if before.startswith("é") else ("a",)
    assert replace_value(before.encode(), "f.yaml", path, value).decode() == after


@pytest.mark.parametrize("before", ["a: >-\n  old\n", "a: 'old\n  text'\n", "a:\n", "a: {b: 1}\n", "b: 1\n"])
def test_a_value_of_more_than_one_line_is_not_replaced(before: str) -> None:
    with pytest.raises(RefusedError):
        replace_value(before.encode(), "f.yaml", ("a",), "new")


@given(st.text(min_size=1))
def test_any_text_reads_back_as_it_was_written(text: str) -> None:
    text = "".join(c for c in text if c == "\n" or c.isprintable())
    document, problems = parse_yaml(f"a: {scalar(text)}\nb: {scalar([text])}", "f")
    assert document is not None
    assert (document.data, problems) == ({"a": text, "b": [text]}, [])


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\n")))
def test_any_long_text_reads_back_as_it_was_written(text: str) -> None:
    text = tidy(text)
    if not text or not text.replace("\n", "").isprintable():
        return
    lines = lay_out(
        Lines(load(ROOT / "nowhere")[0], guide=False).entry(KINDS["target"].model, {"role": {"text": text}})
    )
    rows = [row for row, _ in lines]
    document, problems = parse_yaml("\n".join(rows[rows.index("role:") :]), "f")
    assert document is not None
    assert (document.data["role"]["text"], problems) == (text, [])


@pytest.mark.parametrize(
    ("name", "ident"),
    [("IL-23 p19", "il-23-p19"), ("TNF-α", "tnf-alpha"), ("Sjögren’s  Straße Łódź", "sjogrens-strasse-lodz"), ("../../etc", "etc"),
     ("日本", ""), ("a" * 80, "a" * 60), ("word " * 20, "word-" * 11 + "word")],
)  # fmt: skip
def test_the_id_that_a_name_gives(name: str, ident: str) -> None:
    assert slug(name) == ident


def test_a_new_trial_fits_every_agent_of_the_catalogue() -> None:
    catalogue, _ = load(ROOT)
    for ident in catalogue.agents:
        begun = draft(ROOT, catalogue, "trial", {"name": "Sample trial of tests"}, ident)
        before, after = begun.change.before, begun.change.after
        assert before is not None
        added = len(after) - len(before)
        at = next(i for i in range(len(before) + 1) if i == len(before) or before[i] != after[i])
        assert any(after[:i] + after[i + added :] == before for i in range(at, -1, -1)), ident
