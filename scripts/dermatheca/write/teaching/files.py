"""The files of all packs: what was made before is kept, the rest is made by as many processes as there are processors."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
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
from dermatheca.write.cache import Cache
from dermatheca.write.figures import Drawn, draw
from dermatheca.write.teaching.anki import cards_file, cards_of
from dermatheca.write.teaching.deck import deck_file
from dermatheca.write.teaching.handout import handout_file

HANDOUT = "teaching-handout.typ"


@dataclass(frozen=True)
class Job:
    """A file: its name, all that it is made from as text, and how to make it.

    `here`: by this process, for the library has threads of its own, which a fork does not take along: it would wait for ever.
    """

    name: str
    made_from: str = field(repr=False)
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
    jobs = [job for pack in packs for job in _jobs(c, site, pack, texts, drawings, templates, cache)]
    kept = {job.name: cache.find(job.made_from) for job in jobs}
    missing = [job for job in jobs if kept[job.name] is None]
    spreading = [job for job in missing if not job.here]
    alone = [job for job in missing if job.here]
    made = [*spread(lambda number: spreading[number].make(), len(spreading)), *(job.make() for job in alone)]
    for job, data in zip([*spreading, *alone], made, strict=True):
        cache.keep(job.made_from, data)
        kept[job.name] = data
    yield from ((name, data) for name, data in kept.items() if data is not None)


def _jobs(
    c: Catalogue,
    site: Site,
    pack: Pack,
    texts: Mapping[str, Markup],
    drawings: Mapping[str, Drawn],
    templates: Path,
    cache: Cache,
) -> Iterator[Job]:
    name, day = pack.subject.file, site.built
    pictures = {
        part.id: (drawings.get(part.id) or draw(part, site, site.address(shown.url), cache)).files["png"]
        for shown in pack.figures
        for part in shown.parts
    }
    deck = deck_of(c, pack, site, texts)
    seen = {ident: hashlib.sha256(data).hexdigest() for ident, data in pictures.items()}
    described = [part.description for shown in pack.figures for part in shown.parts]
    said = f"{deck!r} {deck.topics!r} {deck.shorts!r} {deck.fulls!r} {described!r} {seen!r}"
    yield Job(f"{name}.pptx", f"{_made_by('python-pptx')} {day} {said}", partial(deck_file, deck, day, pictures))

    rows = items(c, pack)
    template = (templates / HANDOUT).read_text(encoding="utf-8")
    of = partial(_sheet, c, pack, site, texts, rows)
    said = f"{template} {of(len(rows))!r} {[item.section for item in rows]!r}"
    make = partial(handout_file, template, of, len(rows), day)
    yield Job(f"{name}.pdf", f"{_made_by('typst')} {day} {said}", make, here=True)

    keys = dict.fromkeys(source.ref for question in pack.questions for source in question.sources)
    cards = cards_of(pack, site, {key: whole(c.references[key], texts[key]) for key in keys})
    said = f"{sqlite3.sqlite_version} {cards!r}"
    yield Job(f"{name}.apkg", f"{_made_by('genanki')} {day} {said}", partial(cards_file, cards, day))


def _sheet(
    c: Catalogue, pack: Pack, site: Site, texts: Mapping[str, Markup], rows: Sequence[Item], count: int
) -> Sheet:
    return sheet(c, pack, site, texts, rows[:count], len(rows) - count)


def _made_by(library: str) -> str:
    """Whose work a file is: the library's version, and our own code as it stands."""
    return f"{library} {metadata.version(library)} {_CODE}"


def _code() -> str:
    files = [Path(fit.__file__), *sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


_CODE = _code()
