"""Rules about words: complete sentences in prose, fragments without a stop, British spelling, no promotion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dermatheca import cite
from dermatheca.check.engine import Context, Finding, Item, rule
from dermatheca.check.links import markdown_place
from dermatheca.model.agent import Contraindication, Dosing, Monitoring, Reaction
from dermatheca.model.base import Model, Prose, Who
from dermatheca.model.entities import Chapter
from dermatheca.model.trial import Trial

FRAGMENTS: dict[type[Model], tuple[str, ...]] = {
    Contraindication: ("text",),
    Dosing: ("regimen",),
    Monitoring: ("test", "when"),
    Reaction: ("text",),
    Trial: ("design",),
    Who: ("who",),
}
BRITISH = {
    "anemia": "anaemia",
    "behavior": "behaviour",
    "color": "colour",
    "cyclosporine": "ciclosporin",
    "diarrhea": "diarrhoea",
    "dyspnea": "dyspnoea",
    "edema": "oedema",
    "esophageal": "oesophageal",
    "hematologic": "haematological",
    "hemoglobin": "haemoglobin",
    "hemorrhage": "haemorrhage",
    "hypercholesterolemia": "hypercholesterolaemia",
    "hyperlipidemia": "hyperlipidaemia",
    "ischemic": "ischaemic",
    "leukemia": "leukaemia",
    "leukopenia": "leucopenia",
    "pediatric": "paediatric",
    "randomized": "randomised",
    "tumor": "tumour",
    "tumors": "tumours",
}
PROMOTION = re.compile(
    r"\b(breakthrough|game[- ]chang\w+|revolutioni\w+|groundbreaking|miracle|unprecedented|best[- ]in[- ]class|cutting[- ]edge)\b",
    re.I,
)
_AMERICAN = re.compile(rf"(?<![\w-])({'|'.join(BRITISH)})(?![\w-])", re.I)
SUMMARY_WORDS = (40, 150)


def _plain(text: str) -> str:
    """A text without its citations."""
    kept, end = [], 0
    for group in cite.groups(text):
        kept.append(text[end : group.start])
        end = group.end
    return "".join([*kept, text[end:]])


def _fragments(context: Context) -> Iterator[tuple[Item, str, str]]:
    for item in context.items:
        for field in FRAGMENTS.get(type(item.value), ()):
            yield item, field, getattr(item.value, field)


def _own_words(context: Context) -> Iterator[tuple[Item, str, str]]:
    """Every text of the data files that is ours, as (item, field, text); names and titles are others' words."""
    for item, prose in context.each(Prose):
        yield item, "text", _plain(prose.text)
    yield from _fragments(context)


@rule("fragment-no-stop")
def fragment_no_stop(context: Context) -> Iterator[Finding]:
    """A short text that is no sentence (a regimen, a reaction, a group of people) must not end with a full stop."""
    for item, field, text in _fragments(context):
        if text.endswith((".", ";", ",")) and not text.endswith("etc."):
            message = f"must not end with '{text[-1]}'; found '...{text[-30:]}'"
            yield context.find(item, field, message, "delete the last character")


@rule("prose-full-stop")
def prose_full_stop(context: Context) -> Iterator[Finding]:
    """Prose must end with a full stop, after its last citation or before it."""
    for item, prose in context.each(Prose):
        last = _plain(prose.text).strip()
        if last and last[-1] not in ".?!)":
            message = f"must end with a full stop; found '...{last[-30:]}'"
            yield context.find(item, "text", message, "add the stop, or the end of the sentence")


@rule("summary-length")
def summary_length(context: Context) -> Iterator[Finding]:
    """An agent's summary must have between 40 and 150 words (60 to 120 are asked for): a resident reads it in half a minute."""
    low, high = SUMMARY_WORDS
    for agent in context.catalogue.agents.values():
        count = len(_plain(agent.summary.text).split())
        if not low <= count <= high:
            message = f"must have {low} to {high} words without citations; found {count}"
            hint = "say what it is for, how well it works against what, what to watch"
            yield context.at("agent", agent.id, ("summary", "text"), message, hint)


@rule("description-length")
def description_length(context: Context) -> Iterator[Finding]:
    """The description of a chapter or page must have at most 200 characters: search engines cut longer ones."""
    for source in context.catalogue.markdown():
        text = str(source.front.data["description"])
        if len(text) > 200:
            message = f"must have at most 200 characters; found {len(text)}"
            yield Finding(source.front.place(("description",)), message, "shorten it to one sentence")


@rule("british-spelling")
def british_spelling(context: Context) -> Iterator[Finding]:
    """Our own words must be in British spelling and use INNs; names and titles of others stay as they are."""
    for item, field, text in _own_words(context):
        for match in dict.fromkeys(m[1].lower() for m in _AMERICAN.finditer(text)):
            yield context.find(
                item, field, f"must be in British spelling; found '{match}'", f"write '{BRITISH[match]}'"
            )
    for source in context.catalogue.markdown():
        for match in _AMERICAN.finditer(cite.CODE.sub(lambda m: " " * len(m.group()), source.body)):
            word = match[1].lower()
            message = f"must be in British spelling; found '{match[1]}'"
            yield Finding(markdown_place(source, match.start()), message, f"write '{BRITISH[word]}'")


@rule("no-promotion")
def no_promotion(context: Context) -> Iterator[Finding]:
    """Texts must not praise: say what was measured, against what, in whom."""
    hint = "say what was measured instead"
    for item, field, text in _own_words(context):
        for match in PROMOTION.finditer(text):
            yield context.find(item, field, f"must not praise; found '{match[0]}'", hint)
    for source in context.catalogue.markdown():
        for match in PROMOTION.finditer(source.body):
            yield Finding(markdown_place(source, match.start()), f"must not praise; found '{match[0]}'", hint)


@rule("chapter-cites")
def chapter_cites(context: Context) -> Iterator[Finding]:
    """Every paragraph of a review chapter with more than 80 words must cite a source."""
    for chapter in context.catalogue.chapters.values():
        assert isinstance(chapter.meta, Chapter)
        offset = 0
        for paragraph in chapter.source.body.split("\n\n"):
            words = _plain(paragraph).split()
            text = not paragraph.lstrip().startswith(("#", "|", "-", "*", "1.", ">", "```"))
            if text and len(words) > 80 and not cite.keys(paragraph):
                start = offset + len(paragraph) - len(paragraph.lstrip())
                message = f"must cite a source; the paragraph '{' '.join(words[:6])} ...' cites none"
                yield Finding(markdown_place(chapter.source, start), message, "write [@key] after the claim")
            offset += len(paragraph) + 2
