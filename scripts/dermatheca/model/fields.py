"""What the model says of each field: whether it is required, what it holds, and in which words."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import StringConstraints

from dermatheca.model.base import Link, Model

LONG = 1000  # a text that may be longer than this is written as a block of its own
NEVER_NEW = ("former_ids",)  # what an entry that is new cannot have


@dataclass(frozen=True)
class FieldInfo:
    """One field of a model."""

    name: str
    description: str
    required: bool
    many: bool = False
    model: type[Model] | None = None
    choices: tuple[str, ...] = ()
    link: str = ""
    base: type = str
    long: bool = False
    pattern: str = ""

    @property
    def leaf(self) -> bool:
        """Whether it holds a value or a list of values, not fields of its own."""
        return self.model is None


@cache
def fields(model: type[Model]) -> tuple[FieldInfo, ...]:
    """The fields of a new entry in the order in which they are written: the model's, with the sources last."""
    found = [_field(model, name) for name in model.model_fields if name not in NEVER_NEW]
    return tuple(sorted(found, key=lambda field: field.name == "sources"))


def field_of(model: type[Model], name: str) -> FieldInfo | None:
    """The field called `name`, or None."""
    return next((field for field in fields(model) if field.name == name), None)


def _field(model: type[Model], name: str) -> FieldInfo:
    info = model.model_fields[name]
    kind, metadata, many = _unwrap(info.annotation, tuple(info.metadata))
    is_type = isinstance(kind, type)
    choices: tuple[str, ...] = get_args(kind) if get_origin(kind) is Literal else ()
    if is_type and issubclass(kind, StrEnum):
        choices = tuple(str(member) for member in kind)
    return FieldInfo(
        name,
        info.description or "",
        info.is_required(),
        many,
        kind if is_type and issubclass(kind, Model) else None,
        choices,
        next((item.kind for item in metadata if isinstance(item, Link)), ""),
        kind if kind in (int, float, bool, dt.date) else str,
        any(isinstance(m, StringConstraints) and (m.max_length or 0) > LONG for m in metadata),
        next((str(m.pattern) for m in metadata if isinstance(m, StringConstraints) and m.pattern), ""),
    )


def _unwrap(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...], bool]:
    """The bare type inside `Annotated`, `X | None` and `tuple[X, ...]`, all metadata, and whether it is a list."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _unwrap(arguments[0], metadata + arguments[1:])
    if origin in (Union, types.UnionType):
        return _unwrap(next(a for a in arguments if a is not type(None)), metadata)
    if origin is tuple:
        kind, metadata, _ = _unwrap(arguments[0], metadata)
        return kind, metadata, True
    return annotation, metadata, False
