"""The files of all packs: what was made before is kept, the rest is made by as many processes as there are processors."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.view.figures.figure import Figure
from dermatheca.view.site import Site
from dermatheca.view.teaching import fit
from dermatheca.view.teaching.deck import deck_of
from dermatheca.view.teaching.handout import Item, Sheet, items, sheet
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.register import whole
from dermatheca.write.cache import version_of
from dermatheca.write.teaching.anki import cards_file, cards_of
from dermatheca.write.teaching.deck import deck_file
from dermatheca.write.teaching.handout import handout_file, settable

HANDOUT = "teaching-handout.typ"  # the template, read by whoever asks for the files

Pictures = Mapping[str, bytes]


@dataclass(frozen=True)
class Job:
    """A file: its name, the hash of all that it is made from, how to make it, and whether this process may."""

    name: str
    made_from: str
    make: Callable[[], bytes] = field(repr=False)
    possible: Callable[[], bool] = field(default=lambda: True, repr=False)


def slide_figures(packs: Iterable[Pack], site: Site) -> dict[str, tuple[Figure, str]]:
    """The figures of packs in the parts that slides show, by their id, each with its address."""
    return {
        part.id: (part, site.address(shown.url)) for pack in packs for shown in pack.figures for part in shown.parts
    }


def jobs(
    c: Catalogue, site: Site, pack: Pack, texts: Mapping[str, Markup], pictures: Pictures, template: str
) -> Iterator[Job]:
    """The files of a pack.

    `texts` are the formatted references, `pictures` the pack's drawings as PNG by the figure's id, `template` is that of
    the handout.
    """
    name, day = pack.subject.file, site.built
    deck = deck_of(c, pack, site, texts)
    seen = {part.id: hashlib.sha256(pictures[part.id]).hexdigest() for shown in pack.figures for part in shown.parts}
    described = [part.description for shown in pack.figures for part in shown.parts]
    said = f"{deck!r} {deck.topics!r} {deck.shorts!r} {deck.fulls!r} {described!r} {seen!r}"
    yield Job(f"{name}.pptx", _hash("python-pptx", day, said), partial(deck_file, deck, day, pictures))

    rows = items(c, pack)
    of = partial(_sheet, c, pack, site, texts, rows)
    said = f"{template} {of(len(rows))!r} {[item.section for item in rows]!r}"
    make = partial(handout_file, template, of, len(rows), day)
    yield Job(f"{name}.pdf", _hash("typst", day, said), make, settable)

    keys = dict.fromkeys(source.ref for question in pack.questions for source in question.sources)
    cards = cards_of(pack, site, {key: whole(c.references[key], texts[key]) for key in keys})
    said = f"{sqlite3.sqlite_version} {cards!r}"
    yield Job(f"{name}.apkg", _hash("genanki", day, said), partial(cards_file, cards, day))


def _sheet(
    c: Catalogue, pack: Pack, site: Site, texts: Mapping[str, Markup], rows: Sequence[Item], count: int
) -> Sheet:
    return sheet(c, pack, site, texts, rows[:count], len(rows) - count)


def _hash(library: str, day: dt.date, said: str) -> str:
    """Of all that a file is made from: what it says, its day, the library's version, and our own code as it stands."""
    return hashlib.sha256(f"{library} {version_of(library)} {_CODE} {day} {said}".encode()).hexdigest()


def _code() -> str:
    files = [Path(fit.__file__), *sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


_CODE = _code()
