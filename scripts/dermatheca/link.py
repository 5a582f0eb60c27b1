"""Step 3, link: all files become one Catalogue, with ids resolved and indexes both ways.

Loading never raises on bad input: what cannot be used is left out and reported, and its id stays known, so that one
broken entry does not make every reference to it look broken too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from dermatheca.model.agent import Agent
from dermatheca.model.base import SLUG, Model
from dermatheca.model.entities import (
    Chapter,
    Condition,
    GeneDrugPair,
    Outcome,
    RuleException,
    Subclass,
    Target,
    Term,
    TherapyClass,
)
from dermatheca.model.parse import parse
from dermatheca.model.reference import Reference
from dermatheca.model.trial import Trial
from dermatheca.problem import Place, Problem, nearest
from dermatheca.read.bibtex import read_bibtex
from dermatheca.read.markdown import MarkdownFile, read_markdown
from dermatheca.read.yaml import Document, Path_, read_yaml
from dermatheca.spread import aside
from dermatheca.statements import Stated, statements_of

K = TypeVar("K")
V = TypeVar("V")
M = TypeVar("M", bound=Model)

CHAPTER_FILE = re.compile(r"^([0-9]{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md$")

# A link from hand-written text to an entity: [text](kind:id).
CROSS_LINK = re.compile(r"\]\((class|agent|condition|target|outcome|pair|term|chapter):([a-z0-9-]+)\)")

LARGE = 500_000  # bytes of a file whose reading takes longer than a process needs to start
EXCEPTIONS = "data/exceptions.yaml"

LIST_FILES: dict[str, tuple[str, type[Model]]] = {
    "class": ("data/therapies.yaml", TherapyClass),
    "condition": ("data/conditions.yaml", Condition),
    "target": ("data/targets.yaml", Target),
    "outcome": ("data/outcomes.yaml", Outcome),
    "pair": ("data/pharmacogenomics.yaml", GeneDrugPair),
    "term": ("data/glossary.yaml", Term),
}


def _by(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    """The second of each pair by the first, in their order."""
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


@dataclass(frozen=True)
class Home:
    """Where an entity is written."""

    document: Document
    path: Path_ = ()

    @property
    def data(self) -> Any:
        """What is written there, as plain data, also where it is not valid."""
        data = self.document.data
        for part in self.path:
            data = data[part]
        return data

    def place(self, path: Path_ = (), key: bool = False) -> Place:
        """The place of a field of the entity."""
        return self.document.place(self.path + path, key)


@dataclass(frozen=True)
class ReviewChapter:
    """A chapter: its id and number from the file's name, its front matter, its text."""

    id: str
    number: int
    meta: Chapter
    source: MarkdownFile

    @property
    def name(self) -> str:
        """The chapter's title."""
        return self.meta.title


@dataclass(frozen=True)
class Catalogue:
    """Everything that is known, by kind and id, in the order in which it is written.

    `unusable` holds the plain data of entries that were read and left out; `whole` says that no file was left out.
    """

    classes: Mapping[str, TherapyClass]
    agents: Mapping[str, Agent]
    conditions: Mapping[str, Condition]
    targets: Mapping[str, Target]
    outcomes: Mapping[str, Outcome]
    pairs: Mapping[str, GeneDrugPair]
    terms: Mapping[str, Term]
    chapters: Mapping[str, ReviewChapter]
    pages: Mapping[str, MarkdownFile]
    references: Mapping[str, Reference]
    exceptions: tuple[RuleException, ...]
    exceptions_home: Home = field(repr=False)
    homes: Mapping[tuple[str, str], Home] = field(repr=False)
    known: Mapping[str, frozenset[str]] = field(repr=False)
    unread: frozenset[str] = frozenset()
    unusable: tuple[object, ...] = field(default=(), repr=False)
    whole: bool = True

    def ids(self, kind: str) -> frozenset[str]:
        """Every id of a kind that is written somewhere, also where its entry can't be used."""
        return self.known.get(kind, frozenset())

    def knows(self, kind: str, ident: str) -> bool:
        """Whether `ident` is written, or can't be missed because the file that lists its kind could not be read."""
        return kind in self.unread or ident in self.ids(kind)

    def near(self, kind: str, ident: str) -> str:
        """A hint naming the well-formed id of a kind that is closest to `ident`, or ''."""
        return nearest(ident, (one for one in self.ids(kind) if re.match(SLUG, one)))

    def of_kind(self, kind: str) -> Mapping[str, Model | ReviewChapter]:
        """All entities of a kind by id."""
        kinds: dict[str, Mapping[str, Model | ReviewChapter]] = {
            "class": self.classes,
            "agent": self.agents,
            "condition": self.conditions,
            "target": self.targets,
            "outcome": self.outcomes,
            "pair": self.pairs,
            "term": self.terms,
            "chapter": self.chapters,
            "reference": self.references,
        }
        return kinds[kind]

    def entities(self) -> Iterator[tuple[str, str, Model]]:
        """Every typed entity of the data files and the bibliography as (kind, id, entity)."""
        for kind in (*LIST_FILES, "agent", "reference"):
            for ident, entity in self.of_kind(kind).items():
                assert isinstance(entity, Model)
                yield kind, ident, entity

    def markdown(self) -> Iterator[MarkdownFile]:
        """Every hand-written text: the review's chapters, then the other pages."""
        yield from (chapter.source for chapter in self.chapters.values())
        yield from self.pages.values()

    @cached_property
    def trials(self) -> Mapping[str, tuple[str, Trial]]:
        """Every trial by id, with the id of the agent in whose file it is written."""
        return {trial.id: (agent.id, trial) for agent in self.agents.values() for trial in agent.trials}

    @cached_property
    def trial_places(self) -> Mapping[str, int]:
        """The place of every trial in the order of all."""
        return {ident: place for place, ident in enumerate(self.trials)}

    @cached_property
    def trials_of(self) -> Mapping[str, tuple[Trial, ...]]:
        """Trials by agent: those with an arm that gives it, and those written in its file."""
        return _by(
            (ident, trial)
            for owner, trial in self.trials.values()
            for ident in dict.fromkeys((owner, *(a for arm in trial.arms for a in arm.agents)))
        )

    @cached_property
    def trials_for(self) -> Mapping[str, tuple[Trial, ...]]:
        """Trials by condition."""
        return _by((trial.condition, trial) for _, trial in self.trials.values())

    @cached_property
    def condition_places(self) -> Mapping[str, int]:
        """The place of every condition in the order of all."""
        return {ident: place for place, ident in enumerate(self.conditions)}

    def conditions_of(self, agents: Iterable[Agent]) -> list[Condition]:
        """The conditions for which any of the agents was approved or tried, in the order of all."""
        found = {approval.condition for agent in agents for approval in agent.approvals}
        found |= {trial.condition for agent in agents for trial in self.trials_of.get(agent.id, ())}
        return [self.conditions[ident] for ident in sorted(found, key=self.condition_places.__getitem__)]

    @cached_property
    def conditions_using(self) -> Mapping[str, tuple[Condition, ...]]:
        """Conditions by outcome."""
        return _by((ident, x) for x in self.conditions.values() for ident in dict.fromkeys(x.outcomes))

    @cached_property
    def forms_of(self) -> Mapping[str, tuple[Condition, ...]]:
        """Conditions by the condition of which they are a form."""
        return _by((x.parent, x) for x in self.conditions.values() if x.parent)

    @cached_property
    def branches_on(self) -> Mapping[str, tuple[tuple[TherapyClass, Subclass], ...]]:
        """Subclasses by target, each with its class."""
        return _by(
            (ident, (group, branch))
            for group in self.classes.values()
            for branch in group.subclasses
            for ident in dict.fromkeys(branch.targets)
        )

    @cached_property
    def agents_for(self) -> Mapping[str, tuple[Agent, ...]]:
        """Agents by condition: approved, dosed or tried for it."""
        return _by(
            (ident, agent)
            for agent in self.agents.values()
            for ident in {
                *(approval.condition for approval in agent.approvals),
                *(dosing.condition for dosing in agent.dosing),
                *(trial.condition for trial in self.trials_of.get(agent.id, ())),
            }
        )

    @cached_property
    def agents_on(self) -> Mapping[str, tuple[Agent, ...]]:
        """Agents by target."""
        return _by((i, agent) for agent in self.agents.values() for i in dict.fromkeys(x.target for x in agent.targets))

    @cached_property
    def agents_in(self) -> Mapping[str, tuple[Agent, ...]]:
        """Agents by class."""
        return _by((agent.therapy_class, agent) for agent in self.agents.values())

    @cached_property
    def pairs_of(self) -> Mapping[str, tuple[GeneDrugPair, ...]]:
        """Gene-drug pairs by agent."""
        return _by((ident, pair) for pair in self.pairs.values() for ident in pair.agents)

    @cached_property
    def statements(self) -> Mapping[tuple[str, str], tuple[Stated, ...]]:
        """Every statement by kind and id of its entity; references are none."""
        return {
            (kind, ident): tuple(statements_of(kind, ident, entity))
            for kind, ident, entity in self.entities()
            if kind != "reference"
        }

    @cached_property
    def chapters_on(self) -> Mapping[tuple[str, str], tuple[ReviewChapter, ...]]:
        """Chapters by kind and id of the entities to which their text links, in the order of the review."""
        return _by(
            (entity, chapter)
            for chapter in sorted(self.chapters.values(), key=lambda c: c.number)
            for entity in dict.fromkeys(CROSS_LINK.findall(chapter.source.body))
        )

    @cached_property
    def trials_using(self) -> Mapping[str, tuple[Trial, ...]]:
        """Trials by outcome."""
        return _by(
            (ident, trial)
            for _, trial in self.trials.values()
            for ident in dict.fromkeys(x.outcome for x in trial.results)
        )


class _Loader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.homes: dict[tuple[str, str], Home] = {}
        self.known: dict[str, set[str]] = defaultdict(set)
        self.found: dict[str, dict[str, Model]] = defaultdict(dict)
        self.unread: set[str] = set()
        self.unusable: list[object] = []
        self.whole = True

    def add(self, kind: str, model: type[M], data: object, home: Home, ident_field: str = "id") -> M | None:
        """Parse one entity and register it under its id."""
        entity, problems = parse(model, data, home.document, home.path)
        self.problems += problems
        if entity is None:
            self.unusable.append(data)
        ident = data.get(ident_field) if isinstance(data, dict) else None
        if not isinstance(ident, str):
            return entity
        self.known[kind].add(ident)
        if (kind, ident) in self.homes:
            first = self.homes[kind, ident].place((ident_field,))
            place = home.place((ident_field,))
            self.problems.append(
                Problem(
                    place,
                    "id-unique",
                    f"must have an id of its own; '{ident}' is taken at {first}",
                    "choose another id",
                )
            )
            self.unusable.append(data)
            return None
        self.homes[kind, ident] = home
        if entity is not None:
            self.found[kind][ident] = entity
        return entity

    def document(self, name: str) -> Document | None:
        document, problems = read_yaml(self.root / name, name)
        self.problems += problems
        self.whole &= document is not None
        return document

    def markdown(self, path: Path, name: str) -> tuple[MarkdownFile | None, Chapter | None]:
        """A text and what its head says."""
        source, problems = read_markdown(path, name)
        self.problems += problems
        if source is None:
            self.whole = False
            return None, None
        meta, problems = parse(Chapter, source.front.data, source.front)
        self.problems += problems
        if meta is None:
            self.unusable.append(source.body)
        return source, meta

    def list_file(self, kind: str) -> None:
        name, model = LIST_FILES[kind]
        document = self.document(name)
        if document is None:
            self.unread.add(kind)
            return
        if not isinstance(document.data, list):
            self.unread.add(kind)
            self.unusable.append(document.data)
            self.problems.append(
                Problem(document.place(), "file-list", "must be a list of entries", "begin each entry with '- id: ...'")
            )
            return
        for index, data in enumerate(document.data):
            self.add(kind, model, data, Home(document, (index,)))

    def agent_files(self) -> None:
        for path in sorted((self.root / "data/agents").glob("*.yaml")):
            document = self.document(f"data/agents/{path.name}")
            if document is not None:
                self.add("agent", Agent, document.data, Home(document))
            else:
                self.known["agent"].add(path.stem)

    def bibliography(self, read: Callable[[], tuple[Document | None, list[Problem]]]) -> None:
        document, problems = read()
        self.problems += problems
        if document is None:
            self.unread.add("reference")
        for key, data in (document.data if document else {}).items():
            assert document is not None
            if data is None:
                self.known["reference"].add(key)
                continue
            self.add("reference", Reference, data, Home(document, (key,)), ident_field="key")

    def exceptions(self) -> tuple[tuple[RuleException, ...], Home]:
        """The exceptions of data/exceptions.yaml, which need not exist."""
        if not (self.root / EXCEPTIONS).exists():
            return (), Home(Document(EXCEPTIONS, [], {}, {}))
        document = self.document(EXCEPTIONS)
        if document is None:
            return (), Home(Document(EXCEPTIONS, [], {}, {}))
        if not isinstance(document.data, list):
            message, hint = "must be a list of exceptions", "begin each with '- rule: ...'"
            self.problems.append(Problem(document.place(), "file-list", message, hint))
            return (), Home(document)
        found = []
        for index, data in enumerate(document.data):
            exception, problems = parse(RuleException, data, document, (index,))
            self.problems += problems
            found += [exception] if exception else []
        return tuple(found), Home(document)

    def chapters(self) -> dict[str, ReviewChapter]:
        chapters: dict[str, ReviewChapter] = {}
        for path in sorted((self.root / "content/review").glob("*.md")):
            name = f"content/review/{path.name}"
            match = CHAPTER_FILE.match(path.name)
            if not match:
                self.problems.append(
                    Problem(
                        Place(name),
                        "chapter-file-name",
                        f"must be named NN-id.md; found '{path.name}'",
                        "e.g. 03-biologics.md",
                    )
                )
                continue
            self.known["chapter"].add(match[2])
            source, meta = self.markdown(path, name)
            if source and meta:
                self.homes["chapter", match[2]] = Home(source.front)
                chapters[match[2]] = ReviewChapter(match[2], int(match[1]), meta, source)
        return chapters

    def pages(self) -> dict[str, MarkdownFile]:
        pages: dict[str, MarkdownFile] = {}
        for path in sorted((self.root / "content").glob("*.md")):
            source, meta = self.markdown(path, f"content/{path.name}")
            if source and meta:
                pages[path.stem] = source
        return pages


def _references(root: Path) -> Callable[[], tuple[Document | None, list[Problem]]]:
    """What reads references.bib; a large one is read by another process, while this one reads all else."""
    path = root / "references.bib"
    read = partial(read_bibtex, path, path.name)
    return aside(read) if path.is_file() and path.stat().st_size > LARGE else read


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    """Read, parse and link everything below `root`; what is wrong comes back as problems."""
    loader = _Loader(root)
    references = _references(root)
    for kind in LIST_FILES:
        loader.list_file(kind)
    loader.agent_files()
    loader.bibliography(references)
    chapters, pages = loader.chapters(), loader.pages()
    exceptions, exceptions_home = loader.exceptions()
    found = loader.found
    catalogue = Catalogue(
        classes=found["class"],  # type: ignore[arg-type]
        agents=found["agent"],  # type: ignore[arg-type]
        conditions=found["condition"],  # type: ignore[arg-type]
        targets=found["target"],  # type: ignore[arg-type]
        outcomes=found["outcome"],  # type: ignore[arg-type]
        pairs=found["pair"],  # type: ignore[arg-type]
        terms=found["term"],  # type: ignore[arg-type]
        chapters=chapters,
        pages=pages,
        references=found["reference"],  # type: ignore[arg-type]
        exceptions=exceptions,
        exceptions_home=exceptions_home,
        homes=loader.homes,
        known={kind: frozenset(ids) for kind, ids in loader.known.items()},
        unread=frozenset(loader.unread),
        unusable=tuple(loader.unusable),
        whole=loader.whole,
    )
    return catalogue, sorted(set(loader.problems))
