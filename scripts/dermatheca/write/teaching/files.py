"""The files of all packs: what was made before is kept, the rest is made by as many processes as there are processors."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.spread import spread
from dermatheca.view.site import Site
from dermatheca.view.teaching import fit
from dermatheca.view.teaching.deck import deck_of
from dermatheca.view.teaching.handout import Item, Sheet, items, sheet
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.register import whole
from dermatheca.write.cache import Cache, version_of
from dermatheca.write.figures import Drawn, draw_all
from dermatheca.write.teaching.anki import cards_file, cards_of
from dermatheca.write.teaching.deck import deck_file
from dermatheca.write.teaching.handout import handout_file

HANDOUT = "teaching-handout.typ"


FEW = 8  # packs

Pictures = Mapping[str, bytes]


@dataclass(frozen=True)
class Job:
    """A file: its name, the hash of all that it is made from, and how to make it.

    `here`: by this process, for the library has threads of its own, which a fork does not take along: it would wait for ever.
    """

    name: str
    made_from: str
    make: Callable[[], bytes] = field(repr=False)
    here: bool = False


def teaching_files(
    c: Catalogue,
    site: Site,
    packs: Sequence[Pack],
    texts: Mapping[str, Markup],
    drawings: Mapping[str, Drawn],
    templates: Path,
    cache: Cache,
) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file; `texts` are the formatted references, `drawings` the figures drawn for the pages."""
    template = (templates / HANDOUT).read_text(encoding="utf-8")
    pictures = _pictures(site, packs, drawings, cache)

    def jobs(number: int) -> Iterator[Job]:
        return _jobs(c, site, packs[number], texts, pictures, template)

    planned = spread(lambda number: [(job.name, job.made_from) for job in jobs(number)], len(packs), FEW)
    found = {name: cache.find(made_from) for plan in planned for name, made_from in plan}
    kept = {name: data for name, data in found.items() if data is not None}
    missing = [number for number, plan in enumerate(planned) if any(name not in kept for name, _ in plan)]

    def make(number: int, here: bool) -> dict[str, bytes]:
        return {job.name: job.make() for job in jobs(number) if job.name not in kept and job.here is here}

    made: dict[str, bytes] = {}
    for files in spread(lambda at: make(missing[at], here=False), len(missing), few=2):
        made |= files
    for number in missing:
        made |= make(number, here=True)
    for name, made_from in (pair for plan in planned for pair in plan):
        if name in made:
            cache.keep(made_from, made[name])
        yield name, made[name] if name in made else kept[name]


def _pictures(site: Site, packs: Sequence[Pack], drawings: Mapping[str, Drawn], cache: Cache) -> Pictures:
    """The drawings of the packs as PNG by the figure's id."""
    parts = {
        part.id: (part, site.address(shown.url)) for pack in packs for shown in pack.figures for part in shown.parts
    }
    new = {ident: parts[ident] for ident in parts if ident not in drawings}
    drawn = dict(zip(new, draw_all(list(new.values()), site, cache), strict=True))
    return {ident: (drawings.get(ident) or drawn[ident]).files["png"] for ident in parts}


def _jobs(
    c: Catalogue, site: Site, pack: Pack, texts: Mapping[str, Markup], pictures: Pictures, template: str
) -> Iterator[Job]:
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
    yield Job(f"{name}.pdf", _hash("typst", day, said), make, here=True)

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
