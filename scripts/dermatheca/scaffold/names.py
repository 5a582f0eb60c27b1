"""Names and ids: the id that a name gives, and who bears a name already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dermatheca import latin
from dermatheca.link import Catalogue, Home
from dermatheca.model.base import SLUG
from dermatheca.read.yaml import Path_
from dermatheca.scaffold.kinds import RefusedError

_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda", "μ": "mu"}
    | {"µ": "mu", "ω": "omega"}
)
_NAME_FIELDS = ("name", "synonyms", "aliases", "codes", "brands", "biosimilars", "former_ids")


def slug(name: str) -> str:
    """The id that a name gives: lower-case ASCII letters, digits and single hyphens, at most 60; '' if none is left."""
    words = latin.slug(re.sub("['’]", "", name.lower()).translate(_GREEK)).split("-")
    while len("-".join(words)) > 60 and len(words) > 1:
        words.pop()
    return "-".join(words)[:60]


def check_id(ident: str) -> str:
    """`ident` if it is a slug.

    :raises RefusedError: if it is none.
    """
    if not re.fullmatch(SLUG, ident) or len(ident) > 60 or ident.endswith("\n"):
        shown = ident if ident.isprintable() else ascii(ident)
        raise RefusedError(f"id: must be lower-case letters, digits and single hyphens, at most 60; found '{shown}'")
    return ident


def names_in(data: Any) -> Iterator[tuple[Path_, str]]:
    """Every name that an entry bears (name, synonyms, brands, codes, former ids), with its path; any data will do."""
    for field in _NAME_FIELDS if isinstance(data, dict) else ():
        value = data.get(field)
        if isinstance(value, str):
            yield (field,), value
        for index, item in enumerate(value if isinstance(value, (list, tuple)) else ()):
            for path, name in _item_names(item):
                yield (field, index, *path), name


def _item_names(item: Any) -> Iterator[tuple[Path_, str]]:
    if isinstance(item, str):
        yield (), item
    elif isinstance(item, dict):
        for key in ("name", "brand"):
            if isinstance(item.get(key), str):
                yield (key,), item[key]


def refuse_taken(catalogue: Catalogue, kind: str, data: dict[str, Any]) -> None:
    """Nothing, if the new entry's id and names are free among its kind.

    :raises RefusedError: naming the place of each entry that has one of them.
    """
    if kind == "trial":
        _refuse_taken_trial(catalogue, data)
        return
    ident = data["id"]
    wanted = {ident: ident} | {name.casefold(): name for _, name in names_in(data)}
    messages = []
    if ident in catalogue.ids(kind) and (kind, ident) not in catalogue.homes:
        messages.append(
            f"the id '{ident}' is taken by a file that cannot be read; choose another id, or mend that file"
        )
    for (other_kind, other), home in catalogue.homes.items():
        if other_kind == kind:
            messages += _collisions(home, kind, other, wanted)
    if messages:
        raise RefusedError(*messages)


def _collisions(home: Home, kind: str, other: str, wanted: dict[str, str]) -> Iterator[str]:
    if other in wanted:
        yield f"{home.place(('id',))}: the {kind} '{other}' is there already; add to it instead"
        return
    for path, name in names_in(home.data):
        found = wanted.get(name.casefold())
        if found is None:
            continue
        if path[0] == "former_ids":
            yield f"{home.place(path)}: '{found}' was the id of '{other}' before; its old address leads there: choose another id"
        else:
            yield f"{home.place(path)}: '{found}' is a name of the {kind} '{other}' already; add to it instead"


def _refuse_taken_trial(catalogue: Catalogue, data: dict[str, Any]) -> None:
    messages = []
    for home, index, trial in raw_trials(catalogue):
        place = home.place(("trials", index, "id"))
        if trial.get("id") == data["id"]:
            messages.append(
                f"{place}: the trial '{data['id']}' is there already; add to it, or choose another id with --id"
            )
        numbers = trial.get("registry")
        for number in set(data.get("registry", ())) & set(numbers if isinstance(numbers, list) else ()):
            messages.append(
                f"{place}: {number} is the registry number of '{trial.get('id')}' already; add to it instead"
            )
    if messages:
        raise RefusedError(*messages)


def raw_trials(catalogue: Catalogue) -> Iterator[tuple[Home, int, dict[str, Any]]]:
    """Every trial as plain data, with the home of its agent and its index there; also those not valid yet."""
    for (kind, _), home in catalogue.homes.items():
        raw = home.data if kind == "agent" else None
        trials = raw.get("trials") if isinstance(raw, dict) else None
        for index, trial in enumerate(trials if isinstance(trials, list) else ()):
            if isinstance(trial, dict):
                yield home, index, trial
