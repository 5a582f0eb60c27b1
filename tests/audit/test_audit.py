"""`make audit`, as it is run, against services on loopback: good, slow, failing, lying and dead."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import services
from conftest import ROOT
from dermatheca.audit.task import CHECKS
from project import run, snapshot
from services import World

WHERE = "data/agents/examplimab.yaml"


@pytest.fixture
def world() -> Iterator[World]:
    with services.world() as world:
        world.works["10.1000/sample.2"] = services.changed(
            services.WORK, DOI="10.1000/sample.2", title=["A second sample"], issued={"date-parts": [[2021]]}
        )
        world.works["10.1000/sample.2"].pop("published-print")
        world.studies = {"NCT00000001": services.changed(services.STUDY)}
        yield world


@pytest.fixture
def root(sample_root: Path, world: World) -> Path:
    """The sample catalogue, whose label stands on the loopback server."""
    path = sample_root / "references.bib"
    text = path.read_text(encoding="utf-8").replace("https://example.org/label", f"{world.base}/web/label")
    path.write_text(text, encoding="utf-8")
    return sample_root


QUICK = ("--pause", "0", "--read", "0.5", "--total", "1.5", "--patience", "1")


def audit(root: Path, world: World, *arguments: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    report = root.parent / "report.json"
    report.unlink(missing_ok=True)
    done = run("audit.py", "--root", str(root), "--json", str(report), *QUICK, *arguments, **world.environment)
    return done, json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}


def told(report: dict[str, Any], check: str) -> list[str]:
    """What was found by a check: rank, place, message."""
    return [f"{f['rank']} {f['place']} {f['message']}" for f in report["findings"] if f["check"] == check]


ONLINE = "references,numbers,registry,labels,links"


def test_good_services_and_a_good_catalogue_give_nothing_to_do(root: Path, world: World) -> None:
    before = snapshot(root)
    done, report = audit(root, world, "--only", ONLINE)
    assert (done.returncode, report["findings"], report["unchecked"]) == (0, [], []), done.stdout
    counts = {(row["check"], row["what"]): row["count"] for row in report["counts"]}
    assert counts == {
        ("labels", "label found"): 1,
        ("links", "answers"): 1,
        ("numbers", "found"): 8,
        ("references", "known to Crossref"): 2,
        ("references", "known to PubMed"): 1,
        ("registry", "completed, with results"): 1,
    }
    changed = {name for name, content in snapshot(root).items() if before.get(name) != content}
    assert all(name.startswith("build/") for name in changed)
    assert done.stderr == "", "no progress bar where there is no terminal"


def test_what_is_retracted_newer_gone_or_of_another_paper_is_found_the_gravest_first(root: Path, world: World) -> None:
    world.articles["1"] = services.article("1", notices=services.retraction())
    world.works["10.1000/sample.2"]["title"] = ["Something else altogether"]
    world.labels["Exemplar"] = services.LABEL | {"effective_time": "20260301"}
    world.pages["/web/label"] = 404
    world.studies["NCT00000001"]["protocolSection"]["statusModule"] |= {
        "overallStatus": "TERMINATED", "whyStopped": "Slow enrolment",
    }  # fmt: skip
    done, report = audit(root, world, "--only", ONLINE)
    assert done.returncode == 1
    ranks = [finding["rank"] for finding in report["findings"]]
    assert ranks == ["urgent", "grave", "grave", "to mend", "to mend"]
    assert told(report, "references") == [
        "urgent references.bib:3:1 PubMed says that it is retracted (PMID 99)",
        "grave references.bib:19:1 its title differs from Crossref's: 'Something else altogether'",
    ]
    assert told(report, "labels")[0].startswith("grave references.bib:27:1 a label of 2026-03-01 is in force; ")
    assert (
        "were compared with an older one, last on 2026-01-15: data/therapies.yaml:18:11, " in told(report, "labels")[0]
    )
    assert told(report, "links") == [
        f"to mend references.bib:32:1 the page is gone (status 404): {world.base}/web/label"
    ]
    (registry,) = told(report, "registry")
    assert "says that NCT00000001 was terminated ('Slow enrolment'); the entry does not" in registry
    order = [done.stdout.index(title) for title in ("## Urgent", "## Grave", "## To mend")]
    assert order == sorted(order)
    assert "`references.bib:3:1` reference:roe-2020-sample: PubMed says that it is retracted" in done.stdout


def test_numbers_are_found_not_found_or_cannot_be_looked_for(root: Path, world: World) -> None:
    path = root / WHERE
    path.write_text(
        path.read_text(encoding="utf-8").replace("value: 61.5,", "value: 63.5,").replace("value: 20}", "value: 20.4}"),
        encoding="utf-8",
    )
    _, report = audit(root, world, "--only", "numbers")
    assert [line.partition(" value")[2] for line in told(report, "numbers")] == [
        " of 'control' 20.4 of sample-75: not found in the abstract of its source "
        "(20% stands there, the same with fewer digits)",
        " of 'active' 63.5 of sample-75: not found in the abstract of its source",
    ]
    assert told(report, "numbers")[1].startswith(f"to look at when there is time {WHERE}:")
    world.articles["1"] = services.article("1", abstract="")
    _, report = audit(root, world, "--only", "numbers", "--fresh")
    assert [(row["what"], row["count"]) for row in report["counts"]] == [("no abstract", 2)]
    assert "61" not in json.dumps(report), "no text of an abstract is kept"


def test_a_registry_number_of_another_trial_is_grave(root: Path, world: World) -> None:
    study = services.changed(services.STUDY)
    study["protocolSection"]["identificationModule"] |= {
        "briefTitle": "A study of the knee", "officialTitle": "", "acronym": "",
    }  # fmt: skip
    study["protocolSection"]["armsInterventionsModule"] = {}
    world.studies["NCT00000001"] = study
    _, report = audit(root, world, "--only", "registry")
    assert "NCT00000001 names none of the trial's agents: 'A study of the knee'" in told(report, "registry")[0]
    del world.studies["NCT00000001"]
    _, report = audit(root, world, "--only", "registry", "--fresh")
    assert "ClinicalTrials.gov does not know NCT00000001" in told(report, "registry")[0]


FAULTS = {
    "dead": services.hang_up,
    "silent": services.silent,
    "slow": services.dripping_body,
    "busy": services.status(429, Retry_After="3600"),
    "failing": services.status(500),
    "broken": services.broken_json,
    "cut": services.cut_short,
    "html": services.html,
}


# The client is one for all: each kind of fault is tried on one service, two of them on every one.
SICK = [("crossref", fault) for fault in FAULTS] + [
    (service, fault) for service in ("pubmed", "registry", "openfda") for fault in ("dead", "broken")
]


@pytest.mark.parametrize(("service", "fault"), SICK)
def test_one_sick_service_hides_nothing_of_the_others(service: str, fault: str, root: Path, world: World) -> None:
    world.faults[f"/{service}"] = FAULTS[fault]
    started = time.monotonic()
    done, report = audit(root, world, "--only", ONLINE)
    assert time.monotonic() - started < 20
    assert done.returncode == 0, done.stdout
    assert report["findings"] == []
    missed = {one["service"] for one in report["unchecked"]}
    names = {"crossref": "Crossref", "pubmed": "PubMed", "registry": "ClinicalTrials.gov", "openfda": "openFDA"}
    assert missed == {names[service]}
    checked = {row["check"] for row in report["counts"]}
    alone = {"registry": {"registry"}, "openfda": {"labels"}, "pubmed": {"numbers"}, "crossref": set()}[service]
    assert checked == set(ONLINE.split(",")) - alone
    assert "## Could not be checked" in done.stdout


def test_a_machine_without_network_is_told_so_and_is_no_success(root: Path, world: World) -> None:
    environment = {name: value.replace(str(world.server_port), "1") for name, value in world.environment.items()}
    report = root.parent / "report.json"
    arguments = ["--root", str(root), "--only", "references,registry", "--json", str(report), *QUICK]
    done = run("audit.py", *arguments, **environment)
    assert done.returncode == 1
    reasons = {one["reason"] for one in json.loads(report.read_text(encoding="utf-8"))["unchecked"]}
    assert any("is this machine online?" in reason for reason in reasons)


def test_a_service_that_fails_again_and_again_is_left_alone(root: Path, world: World) -> None:
    text = (root / "references.bib").read_text(encoding="utf-8")
    for number in range(3, 12):
        text += text[text.index("@article{doe") : text.index("@manual")].replace("doe-2021-second", f"doe-2021-n{number}").replace(
            "sample.2", f"sample.{number}"
        ).replace("A second sample", f"Sample {number}")  # fmt: skip
    (root / "references.bib").write_text(text, encoding="utf-8")
    world.faults["/crossref"] = services.status(500)
    _, report = audit(root, world, "--only", "references")
    reasons = [one["reason"] for one in report["unchecked"]]
    assert reasons.count("not asked, for Crossref failed 3 times in a row") == 8
    assert len({path for path in world.asked if "crossref" in path}) == 3


def test_an_audit_that_was_killed_goes_on_where_it_stood(root: Path, world: World) -> None:
    world.faults["/registry"] = services.silent
    command = [ROOT / "scripts/audit.py", "--root", root, "--only", ONLINE, "--pause", "0", "--read", "30"]
    process = subprocess.Popen([sys.executable, *map(str, command)], env=world.environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not any("registry" in path for path in world.asked) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert (root / "build/audit/journal.jsonl").exists()
    with (root / "build/audit/journal.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"key": "cut sho')
    world.faults.clear()
    world.asked.clear()
    done, report = audit(root, world, "--only", ONLINE)
    assert (done.returncode, report["findings"], report["unchecked"]) == (0, [], [])
    assert [path for path in world.asked if "crossref" in path] == [], "what was done is not asked again"
    assert [path for path in world.asked if "registry" in path]
    assert sum(row["count"] for row in report["counts"]) == 14
    assert not (root / "build/audit/journal.jsonl").exists(), "a finished audit leaves no journal"


def test_what_changed_in_the_catalogue_is_asked_anew(root: Path, world: World) -> None:
    audit(root, world, "--only", "registry", "--limit", "1")
    path = root / WHERE
    path.write_text(path.read_text(encoding="utf-8").replace("NCT00000001", "NCT00000002"), encoding="utf-8")
    _, report = audit(root, world, "--only", "registry")
    assert "does not know NCT00000002" in told(report, "registry")[0]


def test_answers_are_revalidated_not_fetched_again(root: Path, world: World) -> None:
    audit(root, world, "--only", "registry")
    audit(root, world, "--only", "registry")
    assert (world.counts[200], world.counts[304]) == (1, 1)


def test_statements_are_ranked_by_what_they_can_do(root: Path, world: World) -> None:
    path = root / WHERE
    text = path.read_text(encoding="utf-8")
    text = text.replace("{ref: label-us-exemplar, at: box, checked: 2026-01-15}", "{ref: label-us-exemplar, at: box}")
    path.write_text(
        text.replace("at: section 2, checked: 2026-01-15", "at: section 2, checked: 2024-01-15"), encoding="utf-8"
    )
    done, report = audit(root, world, "--only", "stale")
    stale = told(report, "stale")
    assert (done.returncode, report["asked"]) == (0, 0)
    assert any(line.endswith("dosing last compared on 2024-01-15") and line.startswith("to mend") for line in stale)
    assert any(line.endswith("boxed warning never compared with its source") for line in stale)
    slight = [line for line in stale if line.startswith("to look at")]
    assert slight
    assert stale[-len(slight) :] == slight


def test_nothing_that_a_stranger_wrote_takes_effect_in_the_report(root: Path, world: World) -> None:
    hostile = "@editor <script>alert(1)</script> [x](javascript:1) ![i](//x) `code` \u202e # T"
    world.works["10.1000/sample.2"]["title"] = [hostile]
    done, report = audit(root, world, "--only", "references")
    assert report["findings"]
    assert "@editor" not in done.stdout
    for sign in ("<script", "](", "![", "\u202e"):
        assert sign not in done.stdout


def test_the_report_fits_an_issue(root: Path, world: World) -> None:
    text = (root / "references.bib").read_text(encoding="utf-8")
    entry = text[text.index("@article{doe") : text.index("@manual")]
    more = [
        entry.replace("doe-2021-second", f"doe-2021-n{n}").replace("sample.2", f"sample.{n}") for n in range(3, 900)
    ]
    (root / "references.bib").write_text(text + "\n".join(more), encoding="utf-8")
    markdown = root.parent / "audit.md"
    done, report = audit(root, world, "--only", "references", "--markdown", str(markdown))
    assert (done.returncode, done.stdout) == (1, "")
    assert len(report["findings"]) == 897
    assert len(markdown.read_text(encoding="utf-8")) < 65_000
    assert "more of this kind; the JSON report has them all" in markdown.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "refs"), "must be among: references, numbers, registry, labels, links, stale; found 'refs'"),
        (("--limit", "-1"), "--limit must be a number from 0; found -1"),
        (("--json", "/nowhere/x.json"), "must be a file in a folder that is there: /nowhere/x.json"),
        (("--root", "/nowhere"), "must hold the catalogue's folder 'data': /nowhere"),
        (("--crossref", "ftp://x"), "must be an https address"),
    ],
)
def test_wrong_usage_exits_2(arguments: tuple[str, ...], said: str) -> None:
    done = run("audit.py", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_help_names_every_check() -> None:
    done = run("audit.py", "--help")
    assert done.returncode == 0
    assert all(f"  {name}: {words}" in done.stdout for name, words in CHECKS.items())
