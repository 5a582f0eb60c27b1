"""What several kinds of page need: first sentences, where lists are written."""

from __future__ import annotations

from dermatheca.model.base import Model, Prose
from dermatheca.view.site import url_of
from dermatheca.view.words import without_citations

LIST_PLACES = {
    "class": "data/therapies.yaml",
    "agent": "data/agents",
    "condition": "data/conditions.yaml",
    "target": "data/targets.yaml",
    "outcome": "data/outcomes.yaml",
    "pair": "data/pharmacogenomics.yaml",
    "term": "data/glossary.yaml",
    "reference": "references.bib",
    "chapter": "content/review",
}


def first_sentence(prose: Prose) -> str:
    """The first sentence of a prose without its citations, for descriptions."""
    return without_citations(prose).split(". ")[0].rstrip(".") + "."


def former_urls(kind: str, entity: Model) -> tuple[str, ...]:
    """The addresses that an entity had before."""
    return tuple(url_of(kind, former) for former in getattr(entity, "former_ids", ()))
