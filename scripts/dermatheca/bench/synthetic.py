"""A catalogue of any size: the real one copied several times, each copy with its own ids, names and references.

Its pages say nothing true; they only weigh what true pages weigh, and take the same way through the same code.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

LISTS = ("conditions", "targets", "outcomes", "pharmacogenomics", "glossary", "therapies", "exceptions")
# What must be one of its kind in the whole catalogue and need not exist.
UNIQUE = {"identifiers", "registry", "former_ids", "uniprot", "symbols"}
# Names by which a thing is known, alone or in a list.
NAMES = {"name", "abbreviation", "synonyms", "aliases", "codes"}
IDS = {"id", "ref", "target", "condition", "outcome", "therapy_class", "subclass", "parent", "arm"}
ID_LISTS = {"agents", "targets", "outcomes", "guidelines", "see", "arms"}
_CITED = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ENTRY = re.compile(r"^@(\w+)\{([^,]+),\n(.*?)^\}\n", re.MULTILINE | re.DOTALL)
COPIED = ("mkdocs.yml", "pyproject.toml", "CHANGELOG.md")


def grow(root: Path, target: Path, agents: int) -> int:
    """Write a catalogue of at least `agents` agents below `target`, which must not exist; their number comes back."""
    for name in ("content", "theme", "scripts/templates"):
        shutil.copytree(root / name, target / name)
    for name in COPIED:
        shutil.copy(root / name, target / name)
    sources = {path.stem: _load(path) for path in sorted((root / "data/agents").glob("*.yaml"))}
    lists = {name: _load(root / f"data/{name}.yaml") for name in LISTS if (root / f"data/{name}.yaml").exists()}
    references = (root / "references.bib").read_text(encoding="utf-8")
    copies = -(-agents // len(sources))
    (target / "data/agents").mkdir(parents=True)
    for ident, data in sources.items():
        for copy in range(copies):
            made = _copied(data, copy)
            _dump(target / f"data/agents/{_marked(ident, copy)}.yaml", made)
    for name, data in lists.items():
        _dump(target / f"data/{name}.yaml", [entry for copy in range(copies) for entry in _copied(data, copy)])
    written = [path.read_text(encoding="utf-8") for path in (root / "data").rglob("*.yaml")]
    cited = {word for text in written for word in _WORD.findall(text)}
    entries = "\n".join(_references(references, copy, cited) for copy in range(copies))
    (target / "references.bib").write_text(entries, encoding="utf-8")
    return copies * len(sources)


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


class _Dumper(yaml.CSafeDumper):
    """Writes the same value twice rather than an anchor, which the catalogue refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dump(path: Path, data: Any) -> None:
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=4000)
    path.write_text(text, encoding="utf-8")


def _marked(ident: str, copy: int) -> str:
    if not copy:
        return ident
    plain = ident.replace("registry-", "record-", 1)  # a key that promises a number keeps it
    return f"{plain[:54].rstrip('-')}-{copy}x"


def _copied(data: Any, copy: int) -> Any:
    """The data with all its ids, names and citations marked as those of one copy; the first copy is the original."""
    if not copy:
        return data

    def mark(value: Any) -> Any:
        return [mark(one) for one in value] if isinstance(value, list) else _marked(value, copy)

    def name(value: Any) -> Any:
        return [name(one) for one in value] if isinstance(value, list) else f"{value} {copy}x"

    def walk(value: Any, key: str = "", inside: str = "") -> Any:
        if isinstance(value, dict):
            return {k: walk(v, k, key) for k, v in value.items() if k not in UNIQUE}
        if key in ID_LISTS and isinstance(value, list) and all(isinstance(one, str) for one in value):
            return mark(value)
        if isinstance(value, list) and key not in NAMES:
            return [walk(one, key, inside) for one in value]
        if key == "drug":
            return ", ".join(f"{one} {copy}x" for one in value.split(", "))
        if key == "subject":
            kind, _, ident = value.partition(":")
            return f"{kind}:{_marked(ident, copy)}"
        if key in IDS:
            return mark(value)
        if key in NAMES and value is not None:
            return name(value)
        return _CITED.sub(lambda match: f"@{_marked(match[1], copy)}", value) if isinstance(value, str) else value

    return walk(data)


def _references(text: str, copy: int, cited: set[str]) -> str:
    """The bibliography of one copy: what its data cite; the review is not copied."""
    if not copy:
        return text

    def entry(match: re.Match[str]) -> str:
        address = "" if re.search(r"\b(doi|url)\s*=", match[3]) else r"url = {https://example.org/\g<1>}"
        body = re.sub(r"\bpmid\s*=\s*\{(\d+)\}", address or "note = {}", match[3].rstrip())
        body = re.sub(r"^.*note = \{\},?\n?", "", body, flags=re.MULTILINE)
        body = re.sub(r"(\bdoi\s*=\s*\{[^}]*)", rf"\g<1>.{copy}x", body, count=1)
        body = re.sub(r"(\burl\s*=\s*\{[^}#]*)", rf"\g<1>#{copy}x", body, count=1)
        body = re.sub(r"(\btitle\s*=\s*\{)", rf"\g<1>{copy}x ", body, count=1)
        return f"@{match[1]}{{{_marked(match[2], copy)},\n{body}\n}}\n"

    return "\n".join(entry(match) for match in _ENTRY.finditer(text) if match[2] in cited)
