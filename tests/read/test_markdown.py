"""The Markdown reader."""

from __future__ import annotations

from dermatheca.read.markdown import parse_markdown


def test_front_matter_and_body() -> None:
    source, problems = parse_markdown("---\ntitle: T\n---\n\nBody\n", "x.md")
    assert problems == []
    assert source is not None
    assert source.front.data == {"title": "T"}
    assert source.body == "\nBody\n"
    assert source.first_line == 4


def test_a_rule_of_dashes_in_the_body_is_no_front_matter() -> None:
    source, problems = parse_markdown("Body\n\n---\n", "x.md")
    assert source is None
    assert [p.rule for p in problems] == ["front-matter"]
