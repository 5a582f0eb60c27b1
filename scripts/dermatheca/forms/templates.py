"""The files of .github/ISSUE_TEMPLATE, made from the forms' fields.

Syntax: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
"""

from __future__ import annotations

from typing import Any

import yaml

from dermatheca.forms.spec import FORMS, Form, FormField

FOLDER = ".github/ISSUE_TEMPLATE"
_HEAD = "# Made by scripts/forms.py from scripts/dermatheca/forms/spec.py and the model; do not edit it here.\n"


class _Dumper(yaml.SafeDumper):
    """Puts every text in quotes, so that 'no' and '1' stay text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Key(str):
    """A key, which needs no quotes."""


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
_Dumper.add_representer(_Key, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text)))


def _with_keys(data: Any) -> Any:
    if isinstance(data, dict):
        return {_Key(key): _with_keys(value) for key, value in data.items()}
    return [_with_keys(item) for item in data] if isinstance(data, list) else data


def _dump(data: dict[str, Any]) -> str:
    return _HEAD + str(yaml.dump(_with_keys(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6))


def _element(field: FormField) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.label, "description": field.help}
    if field.placeholder:
        attributes["placeholder"] = field.placeholder
    if field.type == "checkboxes":
        options = [{"label": words, "required": value == "licence"} for value, words in field.choices]
        return {"type": field.type, "id": field.id, "attributes": attributes | {"options": options}}
    if field.type == "dropdown":
        attributes |= {"multiple": field.multiple, "options": [words for _, words in field.choices]}
    return {
        "type": field.type,
        "id": field.id,
        "attributes": attributes,
        "validations": {"required": field.required},
    }


def _form(form: Form) -> dict[str, Any]:
    thanks = (
        f"Thank you. {form.intro} A draft is made from your answers, and an editor looks at it before it is published."
    )
    return {
        "name": form.name,
        "description": form.description,
        "title": f"{form.name}: ",
        "labels": ["form", f"form: {form.name.lower()}"],
        "body": [{"type": "markdown", "attributes": {"value": thanks}}, *map(_element, form.fields)],
    }


def issue_templates() -> dict[str, str]:
    """The text of every file by name."""
    files = {form.file: _dump(_form(form)) for form in FORMS.values()}
    return files | {"config.yml": _dump({"blank_issues_enabled": True})}
