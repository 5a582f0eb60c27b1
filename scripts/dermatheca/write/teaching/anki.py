"""Write the questions of a pack as an Anki package whose notes find themselves again when a newer one is imported.

A note's guid, the ids of the note type and of the deck come from what they are about: an import then renews the notes that
are there, keeps how well they are known, and a question that is in two packs is one note.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import genanki
from markupsafe import escape

from dermatheca.view.site import FOLDERS, Site
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.questions import Question
from dermatheca.write.teaching.fixed import fixed

MODEL = 1764115200  # of the note type; another number would make a second type beside the learner's first
_STYLE = """.card { font-family: Arial, sans-serif; font-size: 20px; text-align: left; max-width: 40em; margin: 0 auto; }
.source { font-size: 14px; color: #4d5a60; margin-top: 1.5em; }
.nightMode .source { color: #c3ccd0; }"""
# What Anki itself would take for a command: fields of a template, LaTeX, sounds.
_COMMANDS = str.maketrans({"{": "&#123;", "}": "&#125;", "[": "&#91;", "]": "&#93;", "\\": "&#92;", "\n": " "})


@dataclass(frozen=True)
class Card:
    """A question as HTML fields, with the note's guid and tags."""

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Cards:
    """A package as data."""

    ident: int
    name: str
    description: str
    cards: tuple[Card, ...]


def cards_of(pack: Pack, site: Site, fulls: Mapping[str, str]) -> Cards:
    """The package of a pack; `fulls` are the references in full by key."""
    subject = pack.subject
    origin = (*subject.former_ids, subject.id)[0]
    address = site.address(subject.url)
    return Cards(
        int.from_bytes(_hash("deck", subject.kind, origin)[:5]),
        f"{site.name}::{FOLDERS[subject.kind].capitalize()}::{subject.name.replace('::', ': ')}",
        _text(f"{address} {site.name} {site.version}, CC BY 4.0. Education, not prescribing advice."),
        tuple(_card(question, site, fulls) for question in pack.questions),
    )


def cards_file(cards: Cards, day: dt.date) -> bytes:
    """The package; notes and cards are dated `day`."""
    fields = ("Question", "Answer", "Source", "Page")
    model = genanki.Model(
        MODEL,
        "Dermatheca question",
        fields=[{"name": name} for name in fields],
        templates=[
            {
                "name": "Question",
                "qfmt": "{{Question}}",
                "afmt": '{{FrontSide}}<hr id="answer">{{Answer}}<div class="source">{{Source}}<br>{{Page}}</div>',
            }
        ],
        css=_STYLE,
    )
    deck = genanki.Deck(cards.ident, cards.name, cards.description)
    for at, card in enumerate(cards.cards):
        deck.add_note(
            genanki.Note(model=model, fields=list(card.fields), guid=card.guid, tags=list(card.tags), due=at + 1)
        )
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.apkg"
        genanki.Package(deck).write_to_file(path, timestamp=midnight)
        return fixed(path.read_bytes(), day)


def guid(question: Question) -> str:
    """A note's identity: that of the statement it asks for."""
    return _hash("note", *question.key).hex()[:20]


def _hash(*parts: str) -> bytes:
    return hashlib.sha256(chr(31).join(parts).encode()).digest()


def _text(text: str) -> str:
    """Text that stays text in HTML and in Anki."""
    return str(escape(text)).translate(_COMMANDS)


def _card(question: Question, site: Site, fulls: Mapping[str, str]) -> Card:
    lines = [_text(line) for line in question.answers]
    answer = lines[0] if len(lines) == 1 else f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    sources = [_text(fulls[key]) for key in dict.fromkeys(source.ref for source in question.sources)]
    if not any(source.checked for source in question.sources):
        sources.append("Unchecked: nobody has yet compared this with its source.")
    address = _text(site.address(question.url))
    credit = _text(f"{site.name} {site.version}, CC BY 4.0")
    page = f'<a href="{address}">{address}</a> {credit}'
    tags = (site.name, *question.tags, question.topic)
    return Card(
        guid(question),
        (_text(question.text), answer, "<br>".join(sources), page),
        tuple(tag.replace(" ", "-") for tag in tags),
    )
