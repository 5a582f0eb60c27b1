"""The synthetic catalogue: as large as asked, valid, and built by the same code as a true one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import call
from dermatheca.bench.measure import measure
from dermatheca.bench.synthetic import grow
from dermatheca.build import BuildError
from dermatheca.validate import validate
from project import make_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def test_every_copy_is_valid_and_refers_to_itself(project: Path, tmp_path: Path) -> None:
    one, grown = validate(project), tmp_path / "grown"
    assert grow(project, grown, 5) == 6
    many = validate(grown)
    assert [str(problem) for problem in many.problems if problem.rule != "reference-cited"] == []
    assert len(many.catalogue.agents) == 3 * len(one.catalogue.agents)
    assert len(many.catalogue.trials) == 3 * len(one.catalogue.trials)
    assert len(many.catalogue.conditions) == 3 * len(one.catalogue.conditions)
    copy = many.catalogue.agents["examplimab-2x"]
    assert copy.name == "examplimab 2x"
    assert {trial.condition for trial in copy.trials} == {"sample-eczema-2x"}
    assert all(source.ref.endswith("-2x") for approval in copy.approvals for source in approval.sources)


def test_every_step_is_measured(project: Path, tmp_path: Path) -> None:
    grow(project, tmp_path / "grown", 4)
    steps = measure(tmp_path / "grown")
    assert steps.agents == 4
    assert steps.pages > 100
    seconds = (steps.read, steps.check, steps.stage, steps.stage_again, steps.site_builder, steps.rebuild)
    assert all(second > 0 for second in seconds)
    assert steps.memory > 20
    assert steps.site_builder_memory > 20


def test_a_copy_with_problems_is_not_measured(project: Path) -> None:
    bib = project / "references.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + "@misc{\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"references\.bib:\d+"):
        measure(project)


def test_a_catalogue_with_problems_is_not_measured(project: Path) -> None:
    (project / "data/glossary.yaml").write_text(json.dumps([{"id": "Arm"}]), encoding="utf-8")
    done = call("bench.py", "--root", str(project))
    assert done.returncode == 1
    assert done.stderr == "the catalogue has problems; run: make validate\n"
