"""The model: frozen, closed, documented; the JSON Schema in step with it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from conftest import ROOT, SAMPLE
from dermatheca.link import LIST_FILES, Catalogue
from dermatheca.model import agent, base, entities, reference, trial
from dermatheca.model.base import Model, Prose
from dermatheca.model.trial import weeks
from dermatheca.model.vocabulary import Vocabulary
from dermatheca.model.walk import links, models
from dermatheca.read.yaml import read_yaml
from dermatheca.schema import schemas

MODELS = sorted(
    {
        value
        for module in (agent, base, entities, reference, trial)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Model)
    },
    key=lambda m: m.__name__,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_model_and_field_is_described(model: type[Model]) -> None:
    assert model.__doc__
    assert [name for name, field in model.model_fields.items() if not field.description] == []


def test_models_are_frozen_and_closed() -> None:
    prose = Prose(text="x")
    with pytest.raises(ValidationError):
        prose.text = "y"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Prose.model_validate({"text": "x", "unknown": 1})


def test_every_vocabulary_explains_itself() -> None:
    assert [v.__name__ for v in Vocabulary.__subclasses__() if not v.__doc__] == []


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_is_in_step(name: str) -> None:
    committed = (ROOT / "data/schema" / name).read_text(encoding="utf-8")
    assert committed == schemas()[name], "run `make schema`"


def _data_files(root: Path) -> list[tuple[Path, str]]:
    lists = [(root / name, Path(name).stem) for name, _ in LIST_FILES.values()]
    return lists + [(path, "agent") for path in sorted((root / "data/agents").glob("*.yaml"))]


@pytest.mark.parametrize("root", [SAMPLE, ROOT], ids=["sample", "real"])
def test_the_schema_accepts_the_data(root: Path) -> None:
    validators = {name: jsonschema.Draft202012Validator(json.loads(text)) for name, text in schemas().items()}
    for validator in validators.values():
        validator.check_schema(validator.schema)
    for path, name in _data_files(root):
        document, _ = read_yaml(path, path.name)
        assert document is not None
        validators[f"{name}.schema.json"].validate(document.data)


def test_the_schema_refuses_an_unknown_field() -> None:
    schema = json.loads(schemas()["glossary.schema.json"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"id": "a", "name": "A", "definition": {"text": "x"}, "extra": 1}], schema)


def test_every_data_file_names_its_schema() -> None:
    for path, name in _data_files(ROOT):
        relative = f"../schema/{name}" if name == "agent" else f"schema/{name}"
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={relative}.schema.json", path


@pytest.mark.parametrize(
    ("time", "expected"),
    [("16 weeks", 16.0), ("1 week", 1.0), ("14 days", 2.0), ("5 years", 260.893), ("12 months", 52.179)],
)
def test_weeks(time: str, expected: float) -> None:
    assert weeks(time) == pytest.approx(expected, abs=0.001)


def test_links_are_found_at_every_depth(sample: Catalogue) -> None:
    found = set(links(sample.agents["examplimab"]))
    assert (("therapy_class",), "class", "sample-antibodies") in found
    assert (("trials", 0, "arms", 1, "agents", 0), "agent", "specimenib") in found
    assert (("trials", 0, "results", 0, "sources", 0, "ref"), "reference", "roe-2020-sample") in found
    assert (("targets", 0, "target"), "target", "il99") in found


def test_models_are_walked_depth_first(sample: Catalogue) -> None:
    paths = [path for path, _ in models(sample.agents["examplimab"])]
    assert paths[0] == ()
    assert paths.index(("trials", 0)) < paths.index(("trials", 0, "results", 0, "values", 1))
