"""Go through an entity: every model inside it with its path, and every id that points elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from dermatheca.model.base import Link, Model
from dermatheca.read.yaml import Path_


def models(model: Model, path: Path_ = ()) -> Iterator[tuple[Path_, Model]]:
    """`model` and every model inside it, depth first, each with its path."""
    yield path, model
    values = model.__dict__
    for name in _field_names(type(model)):
        value = values[name]
        if isinstance(value, Model):
            yield from models(value, (*path, name))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Model):
                    yield from models(item, (*path, name, index))


def links(model: Model, path: Path_ = ()) -> Iterator[tuple[Path_, str, str]]:
    """Every id in `model` that points to an entity, as (path, kind, id)."""
    for where, inner in models(model, path):
        for name, kind in _link_fields(type(inner)):
            value = getattr(inner, name)
            if isinstance(value, str):
                yield (*where, name), kind, value
            for index, item in enumerate(value if isinstance(value, tuple) else ()):
                yield (*where, name, index), kind, item


@cache
def _field_names(model: type[Model]) -> tuple[str, ...]:
    return tuple(model.model_fields)


@cache
def _link_fields(model: type[Model]) -> tuple[tuple[str, str], ...]:
    found = []
    for name, field in model.model_fields.items():
        kind = _link_kind(field.annotation) or _link_kind_of(field.metadata)
        if kind:
            found.append((name, kind))
    return tuple(found)


def _link_kind(annotation: Any) -> str:
    own = _link_kind_of(getattr(annotation, "__metadata__", ()))
    return own or next(filter(None, map(_link_kind, get_args(annotation))), "")


def _link_kind_of(metadata: Any) -> str:
    return next((item.kind for item in metadata if isinstance(item, Link)), "")
