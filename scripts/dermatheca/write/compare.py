"""What the compare page loads: one script of names, and one script an agent with its facts and their sources."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.reference import Reference
from dermatheca.view.bibliography import LEVELS
from dermatheca.view.compare import CHOSEN, DISCRETE, MOST, QUESTIONS, comparable, facts
from dermatheca.view.site import Site, url_of


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def compare_index(c: Catalogue, site: Site) -> str:
    """A script that assigns what can be chosen: agents with brands and class, conditions with their agents."""
    classes = list(c.classes)
    data = {
        "version": site.version,
        "address": site.address("compare/"),
        "questions": QUESTIONS,
        "discrete": DISCRETE,
        "chosen": CHOSEN,
        "most": MOST,
        "classes": [c.classes[ident].name for ident in classes],
        "agents": {
            a.id: [a.name, ", ".join(dict.fromkeys(b.name for b in a.brands)), classes.index(a.therapy_class)]
            for a in sorted(c.agents.values(), key=lambda a: a.name)
        },
        "conditions": {x.id: [x.name, [a.id for a in agents]] for x, agents in comparable(c)},
        "names": {x.id: x.name for x in c.conditions.values()},
    }
    return f"(window.dermatheca = window.dermatheca || {{}}).comparable = {_json(data)};\n"


def compare_file(c: Catalogue, agent: Agent, texts: Mapping[str, Markup]) -> str:
    """A script that assigns the facts about one agent, and the sources they cite as they are shown."""
    found = facts(c, agent)
    keys = dict.fromkeys(source.ref for answers in found.values() for fact in answers for source in fact.sources)
    data = {
        "name": agent.name,
        "url": url_of("agent", agent.id),
        "facts": {
            question: [
                [
                    fact.text,
                    fact.condition,
                    fact.same,
                    fact.anchor,
                    [[s.ref, s.at or "", s.checked.isoformat() if s.checked else ""] for s in fact.sources],
                ]
                for fact in answers
            ]
            for question, answers in found.items()
        },
        "references": {key: _reference(c.references[key], texts[key]) for key in keys},
    }
    return f"dermatheca.compared[{_json(agent.id)}] = {_json(data)};\n"


def _reference(ref: Reference, text: Markup) -> list[str]:
    """The source as HTML, its addresses, its kind and whether it is retracted."""
    status = ref.status.label if ref.status else ""
    kind = f"{ref.design.label}, {LEVELS[ref.design]}"
    return [text, ref.doi or "", ref.pmid or "", ref.url or "", kind, status]
