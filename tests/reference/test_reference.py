"""`make reference` as a contributor runs it, against the services on loopback."""

from __future__ import annotations

import datetime as dt
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import services
from commands import call
from dermatheca.link import load
from dermatheca.model.reference import Reference
from project import run, snapshot
from services import World

NEW = {
    "DOI": "10.1000/new.1",
    "title": ["The Two Trials of Specimenib in Sample Itch"],
    "author": [{"given": "Åse", "family": "Öberg-O’Neil", "sequence": "first"}],
}
ARTICLE = {"title": "The two trials of specimenib in sample itch.", "family": "Öberg-O’Neil", "doi": "10.1000/new.1"}


@pytest.fixture
def world() -> Iterator[World]:
    with services.world() as world:
        world.works["10.1000/new.1"] = services.changed(services.WORK, **NEW)
        world.articles["7"] = services.article("7", ("Journal Article", "Randomized Controlled Trial"), **ARTICLE)
        yield world


def reference(root: Path, world: World | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = world.environment if world else {}
    fast = ("--read", "0.5", "--total", "1", "--patience", "0.5", "--pause", "0")
    return call("reference.py", "--root", str(root), *fast, *arguments, **environment)


def added(root: Path, key: str) -> Reference:
    catalogue, problems = load(root)
    assert problems == []
    return catalogue.references[key]


TODAY = dt.date.today()
ENTRY = f"""@article{{oberg-o-neil-2020-two,
  author  = {{Öberg-O’Neil, Jane A and Müller, Hans and {{Sample Study Group}}}},
  title   = {{The two trials of specimenib in sample itch}},
  journal = {{Sample J}},
  year    = {{2020}},
  volume  = {{1}},
  number  = {{2}},
  pages   = {{1203-1214}},
  doi     = {{10.1000/new.1}},
  pmid    = {{7}},
  design  = {{rct}},
  checked = {{{TODAY}}}
}}
"""


def test_a_doi_becomes_one_entry_at_its_place(sample_root: Path, world: World) -> None:
    file = sample_root / "references.bib"
    before = file.read_bytes()
    done = run("reference.py", "--root", str(sample_root), "--doi", "10.1000/new.1", **world.environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("added 'oberg-o-neil-2020-two' at references.bib:3:1\n\n" + ENTRY)
    assert "The design 'rct' is what PubMed says" in done.stdout
    assert "Cite it: [@oberg-o-neil-2020-two]" in done.stdout
    offset = before.index(b"@article{roe-2020")
    assert file.read_bytes() == before[:offset] + ENTRY.encode() + b"\n" + before[offset:]
    assert added(sample_root, "oberg-o-neil-2020-two").checked == TODAY


@pytest.mark.parametrize(
    "arguments",
    [
        ("--doi", "https://doi.org/10.1000/new.1"),
        ("--doi", "http://dx.doi.org/10.1000%2Fnew.1?x=y"),
        ("--doi", " doi: 10.1000/new.1."),
        ("--doi", "DOI:10.1000/NEW.1"),
        ("--pmid", "7"),
        ("--pmid", "PMID: 7"),
        ("--pmid", "https://pubmed.ncbi.nlm.nih.gov/7/"),
    ],
)
def test_however_it_is_pasted_it_is_the_same_entry(sample_root: Path, world: World, arguments: tuple[str, str]) -> None:
    world.works["10.1000/NEW.1"] = world.works["10.1000/new.1"]
    world.articles["7"] = world.articles["7"].replace("</PublicationTypeList>", "</PublicationTypeList><!-- -->")
    if "NEW" in arguments[1]:
        world.articles["7"] = world.articles["7"].replace("10.1000/new.1", "10.1000/NEW.1")
    done = reference(sample_root, world, *arguments)
    assert done.returncode == 0, done.stderr
    assert ENTRY in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "one of the arguments --doi --pmid is required"),
        (("--doi", "10.1/x"), "must be a DOI such as 10.1000/example; found '10.1/x'"),
        (("--doi", ""), "must be a DOI"),
        (("--doi", "10.1000/a{b}"), "must be a DOI"),
        (("--pmid", "0"), "must be a PubMed id such as 27690741; found '0'"),
        (("--pmid", "7", "--doi", "10.1000/x"), "not allowed with"),
        (("--pmid", "7", "--design", "trial"), "invalid choice: 'trial'"),
        (("--pmid", "7", "--crossref", "http://example.org"), "must be an https address"),
        (("--pmid", "7", "--read", "never"), "must be a number of seconds from 0 to 3600; found 'never'"),
    ],
)
def test_wrong_usage_is_explained(sample_root: Path, arguments: tuple[str, ...], words: str) -> None:
    done = reference(sample_root, None, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def refused(root: Path, world: World, *arguments: str) -> str:
    """What is said, after seeing that nothing was written."""
    before = snapshot(root / "data") | {"bib": (root / "references.bib").read_text(encoding="utf-8")}
    done = reference(root, world, *arguments)
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    assert done.stderr.endswith("\nnothing was written\n")
    assert "Traceback" not in done.stderr
    assert before == snapshot(root / "data") | {"bib": (root / "references.bib").read_text(encoding="utf-8")}
    assert not list(root.glob(".references*"))
    return done.stderr


def test_a_duplicate_is_named_with_its_place(sample_root: Path, world: World) -> None:
    by_doi = refused(sample_root, world, "--doi", "10.1000/SAMPLE_1")
    assert "there already: references.bib:11:1: 'roe-2020-sample' has the same DOI; cite that one" in by_doi
    assert "references.bib:12:1: 'roe-2020-sample' has the same PMID" in refused(sample_root, world, "--pmid", "1")
    assert world.asked == []  # a known number needs no network
    world.works["10.1000/new.1"]["title"] = ["A <i>Second</i> Sample."]
    world.articles = {}
    by_title = refused(sample_root, world, "--doi", "10.1000/new.1", "--design", "rct")
    assert "references.bib:19:1: 'doe-2021-second' has the same TITLE" in by_title


def test_a_duplicate_is_found_by_the_number_that_was_not_given(sample_root: Path, world: World) -> None:
    world.articles["8"] = services.article("8", ("Review",), doi="10.1000/sample.2", title="Another name")
    assert "'doe-2021-second' has the same DOI" in refused(sample_root, world, "--pmid", "8")


def test_a_taken_key_gets_a_letter(sample_root: Path, world: World) -> None:
    with (sample_root / "references.bib").open("a", encoding="utf-8") as file:
        file.write("\n" + ENTRY.replace("new.1", "old.1").replace("{7}", "{70}").replace("The two", "Two other"))
    done = reference(sample_root, world, "--pmid", "7")
    assert "added 'oberg-o-neil-2020-two-b'" in done.stdout


def test_a_key_can_be_chosen_but_not_twice_and_not_anyhow(sample_root: Path, world: World) -> None:
    assert "the key 'roe-2020-sample' is taken at references.bib:3:1" in refused(
        sample_root, world, "--pmid", "7", "--key", "roe-2020-sample"
    )
    assert "found 'Bad_Key'" in refused(sample_root, world, "--pmid", "7", "--key", "Bad_Key")
    assert "begins with 'label-'" in refused(sample_root, world, "--pmid", "7", "--key", "label-us-x")
    assert "added 'my-own'" in reference(sample_root, world, "--pmid", "7", "--key", "my-own").stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "Quite another paper about something else entirely."}, "title ('The Two Trials"),
        ({"family": "Somebody"}, "first author ('Öberg-O’Neil' and 'Somebody')"),
        ({"year": "2018"}, "year (2020 and 2018)"),
    ],
)
def test_where_the_services_differ_it_is_not_checked(
    sample_root: Path, world: World, change: dict[str, str], words: str
) -> None:
    world.articles["7"] = services.article("7", ("Randomized Controlled Trial",), **(ARTICLE | change))
    done = reference(sample_root, world, "--doi", "10.1000/new.1")
    assert done.returncode == 0
    assert words in done.stdout
    assert "No `checked`: Crossref and PubMed differ in " in done.stdout
    assert "then add checked = {YYYY-MM-DD}" in done.stdout
    entry = added(sample_root, "oberg-o-neil-2020-two")
    assert entry.checked is None
    # Of a record that is about another paper nothing is taken.
    assert (entry.pmid is None) == ("year" not in change)


def test_another_journal_is_a_difference(sample_root: Path, world: World) -> None:
    world.works["10.1000/new.1"] |= {
        "container-title": ["Other"],
        "short-container-title": ["Other"],
        "ISSN": ["9"],
    }
    done = reference(sample_root, world, "--pmid", "7")
    assert "journal ('Sample J' and 'Other')" in done.stdout


def test_known_to_one_service_only_it_is_not_checked(sample_root: Path, world: World) -> None:
    world.articles = {}
    done = reference(sample_root, world, "--doi", "10.1000/new.1", "--design", "cohort")
    assert "No `checked`: only Crossref knows this paper (PubMed does not)" in done.stdout
    assert added(sample_root, "oberg-o-neil-2020-two").checked is None


def test_a_search_that_answers_with_another_paper_is_not_believed(sample_root: Path, world: World) -> None:
    world.faults["/pubmed/esearch.fcgi"] = services.status(200, '{"esearchresult": {"idlist": ["1"]}}')
    done = reference(sample_root, world, "--doi", "10.1000/new.1", "--design", "cohort")
    assert "only Crossref knows this paper" in done.stdout
    assert added(sample_root, "oberg-o-neil-2020-two").pmid is None


def test_known_to_none_is_not_found(sample_root: Path, world: World) -> None:
    said = refused(sample_root, world, "--doi", "10.1000/none", "--design", "rct")
    assert "Crossref knows nothing under DOI 10.1000/none, and PubMed has no record with it" in said
    assert "PubMed knows nothing under PMID 123" in refused(sample_root, world, "--pmid", "123")


@pytest.mark.parametrize(
    ("types", "design"),
    [
        (("Journal Article", "Meta-Analysis", "Review"), "meta-analysis"),
        (("Practice Guideline", "Systematic Review"), "guideline"),
        (("Review",), "review"),
        (("Case Reports",), "case-series"),
        (("Clinical Trial, Phase III", "Randomized Controlled Trial"), "rct"),
    ],
)
def test_the_design_is_proposed_where_pubmed_says_it(
    sample_root: Path, world: World, types: tuple[str, ...], design: str
) -> None:
    world.articles["7"] = services.article("7", types, **ARTICLE)
    assert reference(sample_root, world, "--pmid", "7").returncode == 0
    assert added(sample_root, "oberg-o-neil-2020-two").design == design


def test_the_design_is_asked_for_where_pubmed_does_not_say_it(sample_root: Path, world: World) -> None:
    world.articles["7"] = services.article("7", ("Journal Article", "Multicenter Study"), **ARTICLE)
    said = refused(sample_root, world, "--pmid", "7")
    assert "say what kind of source it is with --design; PubMed's publication types do not say it" in said
    assert "(Journal Article, Multicenter Study). One of: meta-analysis, rct, " in said
    world.articles["7"] = services.article("7", ("Meta-Analysis", "Randomized Controlled Trial"), **ARTICLE)
    assert "do not say it" in refused(sample_root, world, "--pmid", "7")


def test_a_retracted_paper_is_marked_and_warned_of(sample_root: Path, world: World) -> None:
    world.articles["7"] = services.article("7", ("Review",), notices=services.retraction(), **ARTICLE)
    done = reference(sample_root, world, "--pmid", "7")
    assert "WARNING: this paper is retracted (PMID 99)" in done.stdout
    assert added(sample_root, "oberg-o-neil-2020-two").status == "retracted"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("retraction", "retracted"),
        ("expression_of_concern", "concern"),
        ("erratum", "corrected"),
        ("new_version", None),
    ],
)
def test_notices_of_crossref_count_both_ways(sample_root: Path, world: World, kind: str, status: str | None) -> None:
    update = {"DOI": "10.1000/new.1", "type": kind, "source": "retraction-watch"}
    world.notices["10.1000/new.1"] = [{"DOI": "10.1000/notice", "title": ["Notice"], "update-to": [update]}]
    done = reference(sample_root, world, "--doi", "10.1000/new.1")
    assert added(sample_root, "oberg-o-neil-2020-two").status == status
    assert ("DOI 10.1000/notice" in done.stdout) == bool(status)


@pytest.mark.parametrize(
    ("path", "fault", "words"),
    [
        ("/crossref", services.status(429, Retry_After="120"), "Crossref asks to slow down; try again in 2 minutes"),
        ("/crossref", services.html, "Crossref gave an answer that cannot be read: text/html instead of JSON"),
        ("/crossref", services.broken_json, "Crossref gave an answer that cannot be read"),
        ("/crossref", services.status(200, '{"status": "failed", "message": {"DOI": "x"}}'), "its status is 'failed'"),
        ("/crossref", services.status(200, '{"status": "ok", "message": {"DOI": "10.1000/x"}}'), "another DOI"),
        ("/crossref", services.status(200, "[]"), "Crossref gave an answer that cannot be read"),
        ("/crossref", services.status(200, '{"status": "ok", "message": {"DOI": 1}}'), "message.DOI"),
        ("/crossref", services.status(500), "Crossref answered with an error: status 500"),
        ("/crossref", services.silent, "Crossref did not answer within"),
        ("/pubmed", services.status(429, '{"error": "API rate limit exceeded"}'), "PubMed asks to slow down"),
        ("/pubmed/esearch", services.status(200, '{"error": "x"}'), "PubMed gave an answer that cannot be read"),
        ("/pubmed/efetch", services.status(200, "<a", "text/xml"), "broken XML"),
        ("/pubmed/efetch", services.status(200, "<eFetchResult><ERROR>x</ERROR></eFetchResult>", "text/xml"), "eFetch"),
        ("/pubmed/efetch", services.status(200, "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "text/xml"), "declares entities"),
        ("/pubmed/efetch", services.status(200, "<a>" * 99, "text/xml"), "nested more than 60 deep"),
        ("/pubmed/efetch", services.hang_up, "PubMed answered with an error: it broke off"),
    ],
)
def test_a_service_that_fails_writes_nothing(
    sample_root: Path, world: World, path: str, fault: services.Fault, words: str
) -> None:
    world.faults[path] = fault
    assert words in refused(sample_root, world, "--doi", "10.1000/new.1")


def test_offline_is_said_plainly(sample_root: Path) -> None:
    with socket.socket() as free, services.world() as nobody:
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}"
        said = refused(sample_root, nobody, "--doi", "10.1000/new.1", "--crossref", dead, "--pubmed", dead)
    assert said.startswith("Crossref cannot be reached (no connection); is this machine online?\n")


def test_a_broken_bibliography_is_not_touched(sample_root: Path, world: World) -> None:
    file = sample_root / "references.bib"
    file.write_text(file.read_text(encoding="utf-8") + "\n@article{broken, title = {\n", encoding="utf-8")
    assert "references.bib must be in order before an entry is added: references.bib:" in refused(
        sample_root, world, "--pmid", "7"
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(("family", "after"), [("Aaa", False), ("Zzz", True)])
def test_the_rest_stays_byte_for_byte(sample_root: Path, world: World, ends: str, family: str, after: bool) -> None:
    file = sample_root / "references.bib"
    text = "\ufeff" + file.read_text(encoding="utf-8").rstrip() + "\n\n% about the last\n" + LAST
    before = text.replace("\n", ends).encode()
    file.write_bytes(before)
    file.chmod(0o640)
    world.works["10.1000/new.1"]["author"][0]["family"] = family
    world.articles["7"] = services.article("7", ("Review",), **(ARTICLE | {"family": family}))
    done = reference(sample_root, world, "--pmid", "7")
    new = file.read_bytes()
    entry = re.sub(r"\n", ends, done.stdout.split("\n\n")[1]).encode()
    assert new.count(entry) == 1
    rest = new.replace(entry + (b"" if after else ends.encode() * 2), b"")
    assert rest == before + (ends * 2 + ends if after else "").encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert (b"\r\n" in new) == (ends == "\r\n")
    assert b"\r\r" not in new


LAST = """@misc{yyy-2020-last,
  author = {Yyy, A},
  title  = {Last},
  year   = {2020},
  url    = {https://example.org/last},
  design = {review}
}"""


def test_a_comment_above_an_entry_stays_with_it(sample_root: Path, world: World) -> None:
    file = sample_root / "references.bib"
    file.write_text(file.read_text(encoding="utf-8") + "\n% about the last\n" + LAST + "\n", encoding="utf-8")
    reference(sample_root, world, "--pmid", "7", "--key", "xxx")
    assert "}\n\n% about the last\n@misc{yyy" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Costs of $5 &amp; 50% off_line ~ x", "Costs of $5 & 50% off_line ~ x"),
        (r"A \input{/etc/passwd} title", r"A \input(/etc/passwd) title"),
        ("A }, note = {x} title", "A ), note = (x) title"),
        ("Bold <b>and</b> <script>alert(1)</script> text", "Bold and alert(1) text"),
        ("Two\nlines\u202e turned", "Two lines turned"),
        ("It''s ``quoted''", "It”s “quoted”"),
    ],
)
def test_hostile_titles_come_out_as_text(sample_root: Path, world: World, title: str, read: str) -> None:
    world.works["10.1000/new.1"]["title"] = [title]
    world.articles = {}
    done = reference(sample_root, world, "--doi", "10.1000/new.1", "--design", "review", "--key", "hostile")
    assert done.returncode == 0, done.stderr
    assert added(sample_root, "hostile").title == read
    assert len(load(sample_root)[0].references) == 4


def test_hostile_authors_come_out_as_one_name_each(sample_root: Path, world: World) -> None:
    world.works["10.1000/new.1"]["author"] = [
        {"family": "Smith and Jones", "given": "A"},
        {"name": "A Body, Inc. {and} Sons"},
        {"family": "Mono"},
        {"given": "nobody"},
    ]
    world.articles = {}
    reference(sample_root, world, "--doi", "10.1000/new.1", "--design", "review", "--key", "names")
    names = [(a.family, a.given) for a in added(sample_root, "names").author]
    assert names == [("A Smith and Jones", ""), ("A Body, Inc. (and) Sons", ""), ("Mono", "")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"author": []}, "Crossref names no author of"),
        ({"issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[]]}}, "Crossref names no year of"),
        ({"title": []}, "it has no title"),
        ({"volume": "x" * 500}, "what Crossref says as 'volume' does not fit"),
    ],
)
def test_an_incomplete_record_is_refused(
    sample_root: Path, world: World, fields: dict[str, object], words: str
) -> None:
    world.works["10.1000/new.1"] |= fields
    world.articles = {}
    assert words in refused(sample_root, world, "--doi", "10.1000/new.1", "--design", "review")


@pytest.mark.parametrize(
    ("kind", "type_", "field"),
    [
        ("book-chapter", "incollection", "booktitle"),
        ("report", "techreport", "journal"),
        ("posted-content", "misc", ""),
    ],
)
def test_other_kinds_of_work(sample_root: Path, world: World, kind: str, type_: str, field: str) -> None:
    world.works["10.1000/new.1"] |= {"type": kind}
    world.articles = {}
    reference(sample_root, world, "--doi", "10.1000/new.1", "--design", "review", "--key", "other")
    entry = added(sample_root, "other")
    assert entry.type == type_
    assert entry.publisher == "Sample Press"
    assert not field or getattr(entry, field) == "Sample J"
    assert (entry.status == "preprint") == (kind == "posted-content")
