"""What changed on a page: the history of its data in git, told in the words of `make diff`.

Build step; git and the files are read here, pages get plain values. Revisions of one day count as one.
"""

from __future__ import annotations

import itertools
import json
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from dermatheca.diff.compare import compare
from dermatheca.diff.tell import sentence
from dermatheca.diff.units import Unit, units_of
from dermatheca.link import LIST_FILES
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.parse import parse
from dermatheca.read.yaml import parse_yaml
from dermatheca.statements import Key
from dermatheca.view.site import Changes, url_of
from dermatheca.write.cache import Cache

DAYS = 5  # days of changes that a page tells
SENTENCES = 12  # of one day
LETTERS = 240  # of a sentence
_VERSION = 1  # of what is kept: raise it when the words change

_MODELS: dict[str, tuple[str, type[Model]]] = {file: (kind, model) for kind, (file, model) in LIST_FILES.items()}


def histories(root: Path, cache: Cache) -> dict[str, tuple[Changes, ...]]:
    """The latest changes of every page of an entity by its address, the newest first; nothing without git."""
    found: dict[str, list[Changes]] = defaultdict(list)
    for file, revisions in _revisions(root).items():
        kind, model = _MODELS.get(file, ("agent", Agent))
        for (day, new), (_, old) in itertools.pairwise(revisions):
            told = cache.get(f"history {_VERSION} {kind} {old} {new}", partial(_told, root, kind, model, old, new))
            for ident, sentences in json.loads(told).items():
                found[url_of(kind, ident)].append(Changes(day, tuple(sentences)))
    return {url: tuple(changes) for url, changes in found.items()}


def _git(root: Path, *arguments: str, given: str = "") -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, input=given.encode(), check=True)
    return done.stdout.decode("utf-8", "replace")


def _revisions(root: Path) -> dict[str, list[tuple[str, str]]]:
    """For every data file its last revision of each of the latest days as (day, blob), and the one before them."""
    try:
        log = _git(root, "log", "--format=commit %cs", "--raw", "--no-renames", "--no-abbrev", "--", "data")
    except (OSError, subprocess.CalledProcessError):
        return {}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    day = ""
    for line in log.splitlines():
        if line.startswith("commit "):
            day = line.removeprefix("commit ")
        elif line.startswith(":"):
            facts, _, file = line.partition("\t")
            blob = facts.split()[3]
            known = file in _MODELS or file.startswith("data/agents/")
            if known and blob.strip("0") and len(found[file]) <= DAYS:
                found[file].setdefault(day, blob)
    return {file: list(days.items()) for file, days in found.items()}


def _told(root: Path, kind: str, model: type[Model], old: str, new: str) -> bytes:
    """What changed between two blobs, as JSON: sentences by the id of the entity."""
    before, after = (dict(_units(_git(root, "cat-file", "blob", blob), kind, model)) for blob in (old, new))
    known = {unit.id for unit in before.values()}
    told: dict[str, list[str]] = defaultdict(list)
    for difference in compare(before, after):
        if difference.unit.id in known and difference.after:
            told[difference.unit.id].append(_short(sentence(difference)))
    return json.dumps({ident: _few(sentences) for ident, sentences in told.items()}).encode()


def _units(text: str, kind: str, model: type[Model]) -> Iterator[tuple[Key, Unit]]:
    """The statements of a file as it was; what today's model does not understand is passed over."""
    document, _ = parse_yaml(text, "history")
    data = document.data if document else None
    entries = [((at,), one) for at, one in enumerate(data)] if isinstance(data, list) else [((), data)]
    for path, entry in entries:
        if document and isinstance(entry, dict):
            entity, _ = parse(model, entry, document, path)
            if entity is not None:
                for unit in units_of(kind, str(getattr(entity, "id", "")), entity):
                    yield unit.key, unit


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"


def _few(sentences: list[str]) -> list[str]:
    more = len(sentences) - SENTENCES
    return sentences if more <= 0 else [*sentences[:SENTENCES], f"and {more} more changes"]
