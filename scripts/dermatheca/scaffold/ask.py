"""Ask for the facts of an entry on a terminal, one question after the other; an empty answer leaves one for later."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from dermatheca.link import Catalogue
from dermatheca.model.base import Model, Source
from dermatheca.model.fields import FieldInfo, fields
from dermatheca.scaffold.draft import named
from dermatheca.scaffold.kinds import KINDS, RefusedError
from dermatheca.scaffold.lines import Lines
from dermatheca.scaffold.names import refuse_taken, slug
from dermatheca.scaffold.values import as_list, as_value, faults

Read = Callable[[str], str]
Show = Callable[[str], object]

_NAMING = {"pair": ("gene", "variant", "drug")}  # what the name is made from, where it is not asked for


class Questions:
    """A conversation; `read` asks and returns the answer, `show` prints."""

    def __init__(self, catalogue: Catalogue, read: Read, show: Show) -> None:
        self.catalogue, self.read, self.show = catalogue, read, show
        self.words = Lines(catalogue)
        self.kind = ""

    def entry(self, kind: str, data: dict[str, Any]) -> None:
        """Ask for what `data` lacks of an entry of `kind`, and put it there.

        :raises RefusedError: if a name in `data` is taken.
        """
        self.kind = kind
        self.show("Enter leaves a question for later; Ctrl+C ends, and nothing is written.")
        model = KINDS[kind].model
        wrong = self._taken(data)
        if wrong:
            raise RefusedError(*wrong)
        naming = [field for field in fields(model) if field.name in _NAMING.get(kind, ("name",))]
        for field in naming:
            while field.name not in data:
                self.value(model, data, field.name)
                if not field.required:
                    break
        while "id" not in data:
            ident = slug(data["name"]) if "name" in data else named(self.catalogue, kind, data)["id"]
            answer = self.read(f"\nid [{ident}]: ").strip() or ident
            for message in (wrong := self._taken({**data, "id": answer})):
                self.show(f"  {message}")
            if not wrong:
                data["id"] = answer
        self.fields(model, data, skip=("id", "name", *(field.name for field in naming)))

    def _taken(self, data: dict[str, Any]) -> list[str]:
        """What keeps an entry with these facts from being new; nothing as long as it has no name."""
        if "name" not in data and not {"gene", "drug"} <= set(data):
            return []
        try:
            refuse_taken(self.catalogue, self.kind, named(self.catalogue, self.kind, data))
        except RefusedError as refused:
            return list(refused.messages)
        return []

    def fields(self, model: type[Model], data: dict[str, Any], path: str = "", skip: tuple[str, ...] = ()) -> None:
        """Ask for every field that must be given, and for the short ones that may."""
        for field in fields(model):
            here = f"{path}.{field.name}" if path else field.name
            if field.name in skip or not self._asked(model, field, path, data):
                continue
            if field.model is None:
                if field.name not in data:
                    self.value(model, data, field.name, path)
            elif field.many:
                self.items(field.model, data, field.name, here)
            else:
                inner = data.setdefault(field.name, {})
                self.fields(field.model, inner, here)
                if not inner:
                    del data[field.name]

    def _asked(self, model: type[Model], field: FieldInfo, path: str, data: dict[str, Any]) -> bool:
        if field.name == "subclass":
            parent = self.catalogue.classes.get(str(data.get("therapy_class")))
            return bool(parent and parent.subclasses)
        if field.name == "second_reading":
            return False  # whoever begins an entry is not its second reader
        if model is Source:
            return field.required or "ref" in data
        return field.required or (not path and field.leaf and not field.long)

    def items(self, model: type[Model], data: dict[str, Any], name: str, path: str) -> None:
        """Ask for the items of a list, until one is left empty."""
        items = data.setdefault(name, [])
        for index in range(100):
            given = index < len(items)
            item = items[index] if given else {}
            if index:
                self.show(f"\nOne more of {path}? Enter at its first question ends the list.")
            first = next(field.name for field in fields(model) if field.name not in item)
            self.value(model, item, first, f"{path}.{index}")
            if first not in item:
                break
            self.fields(model, item, f"{path}.{index}")
            if not given:
                items.append(item)
        if not items:
            del data[name]

    def value(self, model: type[Model], data: dict[str, Any], name: str, path: str = "") -> None:
        """Ask for one value until the answer is right or empty."""
        field = next(one for one in fields(model) if one.name == name)
        here = f"{path}.{name}" if path else name
        self.show("")
        self.show(textwrap.fill(f"{here}: {self._question(field, data)}", 100, subsequent_indent="  "))
        while True:
            answer = self.read("> ").strip()
            if not answer:
                return
            value = as_list(field, answer) if field.many else as_value(field, answer)
            wrong = faults(model, {name: value}, self.catalogue, frozenset({str(data.get("id"))}))
            if name == "subclass" and value not in (known := self._subclasses(data)):
                wrong = [f"must be one of: {', '.join(known)}; found '{value}'"]
            wrong = wrong or ([] if path else self._taken({**data, name: value}))
            if not wrong:
                data[name] = value
                return
            for message in wrong:
                self.show(f"  {message}")

    def _question(self, field: FieldInfo, data: dict[str, Any]) -> str:
        words = self.words.words(field, spoken=True)
        if field.name == "subclass":
            words += f" One of: {', '.join(self._subclasses(data))}."
        commas = " Several: with commas between." if field.many else ""
        return words + commas + ("" if field.required else " (may be left out)")

    def _subclasses(self, data: dict[str, Any]) -> list[str]:
        parent = self.catalogue.classes.get(str(data.get("therapy_class")))
        return [subclass.id for subclass in parent.subclasses] if parent else []
