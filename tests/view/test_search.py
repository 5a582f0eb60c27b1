"""What the search knows of the sample catalogue."""

from __future__ import annotations

import json

from dermatheca.link import Catalogue
from dermatheca.view.search import FACETS, KINDS, documents
from dermatheca.write.search import search_index


def test_an_agent_is_known_by_all_its_names_and_by_what_it_is_for(sample: Catalogue) -> None:
    one = next(d for d in documents(sample) if d.url == "agents/examplimab/")
    agent = sample.agents["examplimab"]
    assert {("brand name", brand.name) for brand in agent.brands} <= set(one.names)
    assert {what for what, _ in one.related} >= {"target", "class", "condition"}
    assert one.facets["class"] == ("Sample antibodies",)
    assert set(one.facets) == set(FACETS)


def test_every_kind_is_there_and_every_entity_once(sample: Catalogue) -> None:
    found = list(documents(sample))
    assert {one.kind for one in found} == set(KINDS)
    assert len({(one.kind, one.url) for one in found}) == len(found)
    assert sum(one.kind == "trial" for one in found) == len(sample.trials)
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=list(KINDS).index)


def test_the_index_is_a_script_that_assigns_data(sample: Catalogue) -> None:
    text = search_index(documents(sample))
    data = json.loads(text.removeprefix("dermatheca.index = ").removesuffix(";\n"))
    assert len(data["rows"]) == len(list(documents(sample)))
    numbers = [n for row in data["rows"] for values in row[6].values() for n in values]
    assert sorted(set(numbers)) == list(range(len(data["words"])))
