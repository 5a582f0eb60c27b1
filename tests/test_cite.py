"""The citation parser: Pandoc's bracketed form, with places."""

from __future__ import annotations

import pytest

from dermatheca.cite import groups, keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x [@a].", [[("a", "")]]),
        ("x [@a, p. 3].", [[("a", "p. 3")]]),
        ("x [@a; @b].", [[("a", ""), ("b", "")]]),
        ("x [@a, p. 3; @b, table 2].", [[("a", "p. 3"), ("b", "table 2")]]),
        ("[@a] and [@b]", [[("a", "")], [("b", "")]]),
        ("over a line [@a,\nsection 2]", [[("a", "section 2")]]),
        ("mail a@b.org and [text](x)", []),
        ("`[@code]` and\n\n```\n[@fence]\n```\n", []),
        ("[ @a]", []),
    ],
)
def test_groups(text: str, expected: list[list[tuple[str, str]]]) -> None:
    assert [[(c.key, c.locator) for c in group.citations] for group in groups(text)] == expected


def test_offsets_point_at_the_key() -> None:
    text = "See [@alpha; @beta, p. 3]."
    (group,) = groups(text)
    assert [text[c.offset : c.offset + len(c.key)] for c in group.citations] == ["alpha", "beta"]
    assert text[group.start : group.end] == "[@alpha; @beta, p. 3]"


@pytest.mark.parametrize(("text", "broken"), [("[@a; b]", "b"), ("[@a @b]", "@a @b"), ("[@]", "@"), ("[@a;]", "[@a;]")])
def test_broken_groups(text: str, broken: str) -> None:
    (group,) = groups(text)
    assert group.broken == broken


def test_keys_come_once_in_order() -> None:
    assert keys("[@b] [@a; @b]") == ["b", "a"]
