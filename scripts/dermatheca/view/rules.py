"""The help page of every rule, and their list: what must hold, an example that breaks it, and the message it raises."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

from dermatheca.check import RULES, SUBJECTS
from dermatheca.check.reading import READING
from dermatheca.problem import Place
from dermatheca.view.page import Page
from dermatheca.view.site import Example


def subjects() -> list[tuple[str, dict[str, str]]]:
    """Rules by subject: (what the subject is about, rule id to help text)."""
    found = [("Reading files and fields", dict(READING))]
    for module in SUBJECTS:
        title = (inspect.getdoc(module) or "").split(":")[0].removeprefix("Rules about ").rstrip(".")
        own = {r.id: " ".join(r.help.split()) for r in RULES.values() if r.check.__module__ == module.__name__}
        found.append((title[:1].upper() + title[1:], own))
    return found


def rule_pages(examples: Mapping[str, Example]) -> Iterator[Page]:
    """The list of rules, then a page for each."""
    groups = subjects()
    yield Page(
        url="rules/",
        title="Rules",
        description="What every entry must keep before it gets in: each rule with its reason and an example.",
        template="rules-hub",
        data={"groups": groups, "count": sum(len(rules) for _, rules in groups)},
        place=Place("scripts/dermatheca/check"),
        boost=0.01,
        hub=True,
    )
    for title, rules in groups:
        for ident, text in rules.items():
            yield Page(
                url=f"rules/{ident}/",
                title=f"Rule {ident}",
                description=text.replace("`", ""),
                template="rule",
                data={"rule": ident, "text": text, "subject": title, "example": examples.get(ident)},
                place=Place("scripts/dermatheca/check"),
                boost=0.01,
            )
