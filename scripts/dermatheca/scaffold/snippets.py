"""Snippets for editors that read Visual Studio Code's format, made from the model so that its words are offered.

Format: https://code.visualstudio.com/docs/editing/userdefinedsnippets
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import count

from dermatheca.model.agent import (
    Approval,
    BoxedWarning,
    Contraindication,
    Dosing,
    Monitoring,
    Reaction,
    SpecialPopulation,
)
from dermatheca.model.base import PARTIAL_DATE, AgeRange, Model, Prose, Source, Who
from dermatheca.model.fields import FieldInfo, fields
from dermatheca.model.trial import Arm, Effect, Result, Trial, Value

FILE = ".vscode/dermatheca.code-snippets"

# What may be left out, and is asked for all the same.
_WANTED: dict[type[Model], tuple[str, ...]] = {
    Source: ("at", "checked"),
    Prose: ("checked",),
    Who: ("age_years",),
    AgeRange: ("min",),
    Approval: ("date",),
    BoxedWarning: ("text",),
    Trial: ("registry", "participants"),
    Arm: ("agents", "n"),
    Result: ("time",),
    Value: ("value",),
    Effect: ("value",),
}
_SNIPPETS: dict[str, tuple[str, type[Model], str]] = {
    "A source of a statement": ("dt-source", Source, "one item of `sources`"),
    "An approval": ("dt-approval", Approval, "one item of `approvals`"),
    "A regimen of a label": ("dt-dosing", Dosing, "one item of `dosing`"),
    "A boxed warning": ("dt-boxed-warning", BoxedWarning, "one item of `safety.boxed_warnings`"),
    "An adverse reaction": ("dt-reaction", Reaction, "one item of `safety.serious` or `safety.common`"),
    "A contraindication": ("dt-contraindication", Contraindication, "one item of `safety.contraindications`"),
    "A test during treatment": ("dt-monitoring", Monitoring, "one item of `monitoring`"),
    "Use in a special population": ("dt-population", SpecialPopulation, "one item of `special_populations`"),
    "A trial": ("dt-trial", Trial, "one item of `trials`"),
    "A result of a trial": ("dt-result", Result, "one item of a trial's `results`"),
}
_EXAMPLES = {"registry": "NCT00000000", "time": "16 weeks", "at": "section 1"}


def _asked(field: FieldInfo, number: int) -> str:
    """The place where an answer goes."""
    if field.choices:
        digits = any(choice.isdigit() for choice in field.choices)  # in quotes, for they are no numbers
        words = [f"'{one}'" if digits else one for one in field.choices]
        return f"${{{number}|{','.join(words)}|}}"
    if field.base is dt.date or field.pattern == PARTIAL_DATE:
        example = "YYYY-MM-DD"
    elif field.base in (int, float):
        example = "0" if field.base is float else "1"
    elif field.base is bool:
        return f"${{{number}|true,false|}}"
    else:
        example = _EXAMPLES.get(field.name) or (f"{field.link}-id" if field.link else field.name.replace("_", "-"))
    return f"${{{number}:{example}}}"


def _lines(model: type[Model], numbers: Iterator[int], indent: str) -> Iterator[str]:
    for field in fields(model):
        if not field.required and field.name not in _WANTED.get(model, ()):
            continue
        if field.model is not None:
            yield f"{indent}{field.name}:"
            inner = list(_lines(field.model, numbers, indent + ("    " if field.many else "  ")))
            if field.many:
                inner[0] = f"{indent}  - {inner[0].lstrip()}"
            yield from inner
        else:
            answer = _asked(field, next(numbers))
            yield f"{indent}{field.name}: " + (f"[{answer}]" if field.many else answer)


def snippets() -> str:
    """The text of the file."""
    made = {}
    for name, (prefix, model, where) in _SNIPPETS.items():
        body = list(_lines(model, count(1), "  "))
        body[0] = f"- {body[0].lstrip()}"
        made[name] = {"scope": "yaml", "prefix": prefix, "description": f"{name}: {where}", "body": [*body, "$0"]}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
