"""JSON Schema of the data files, generated from the model for editors (YAML language servers complete and check by it)."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from dermatheca.link import LIST_FILES
from dermatheca.model.agent import Agent

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _text(title: str, schema: dict[str, Any]) -> str:
    return json.dumps({"$schema": DIALECT, **schema, "title": title}, indent=2, ensure_ascii=False) + "\n"


def schemas() -> dict[str, str]:
    """The text of every schema file by name: agent.schema.json, and one for each list file."""
    found = {"agent.schema.json": _text("Agent", TypeAdapter(Agent).json_schema())}
    for name, model in LIST_FILES.values():
        stem = name.removeprefix("data/").removesuffix(".yaml")
        found[f"{stem}.schema.json"] = _text(stem, TypeAdapter(list[model]).json_schema())  # type: ignore[valid-type]
    return found
