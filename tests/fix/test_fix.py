"""`validate --fix`: what is mechanical is mended, nothing else is touched, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, SAMPLE, problems_of
from dermatheca.fix.bibliography import mend_bibtex
from dermatheca.fix.data import mend_yaml
from dermatheca.fix.forms import identifier, iso_date
from dermatheca.fix.run import catalogue_files, mend_text
from dermatheca.link import LIST_FILES
from dermatheca.model.agent import Agent
from dermatheca.model.entities import Condition
from project import run, snapshot

AGENT = "data/agents/examplimab.yaml"


def fix(root: Path, *arguments: str) -> tuple[int, list[str], str]:
    """Exit code, what was mended, what is still wrong."""
    done = run("validate.py", "--root", str(root), "--fix", *arguments)
    return done.returncode, [line for line in done.stderr.splitlines() if ": mended: " in line], done.stdout


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-3-5", "2024-03-05"), ("2024/03/05", "2024-03-05"), ("2024.3.5", "2024-03-05"), ("2024-3", "2024-03"),
        ("5 March 2024", "2024-03-05"), ("5 mar 2024", "2024-03-05"), ("5th March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"), ("Sept. 30, 2024", "2024-09-30"), ("March 2024", "2024-03"),
        ("25/03/2024", "2024-03-25"), ("03/25/2024", "2024-03-25"), ("05/05/2024", "2024-05-05"),
        ("2024-02-29", "2024-02-29"),
        # no date, or one that could be two: left to its author
        ("03/04/2024", ""), ("2024-13-01", ""), ("30 February 2024", ""), ("5 Marsh 2024", ""), ("5 mayor 2024", ""),
        ("2024", ""), ("soon", ""), ("24-03-05", ""), ("", ""), ("٢٠٢٤-٠٣-٠٥", ""),
    ],
)  # fmt: skip
def test_a_date_is_read_only_where_it_can_mean_one_day(text: str, day: str) -> None:
    assert iso_date(text) == day


@pytest.mark.parametrize(
    ("field", "text", "form"),
    [
        ("doi", "https://doi.org/10.1056/NEJMoa1610020", "10.1056/NEJMoa1610020"),
        ("doi", "doi: 10.1056/NEJMoa1610020.", "10.1056/NEJMoa1610020"),
        ("pmid", "PMID: 27690741", "27690741"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/27690741/", "27690741"),
        ("registry", "https://clinicaltrials.gov/study/NCT02277743", "NCT02277743"),
        ("registry", "nct 02277743", "NCT02277743"),
        ("mondo", "http://purl.obolibrary.org/obo/MONDO_0004980", "MONDO:0004980"),
        ("doid", "doid:3310", "DOID:3310"),
        ("atc", "d11ah05", "D11AH05"),
        ("unii", "420k487fsg", "420K487FSG"),
        ("chembl", "chembl2108675", "CHEMBL2108675"),
        ("drugbank", "db12159", "DB12159"),
        ("uniprot", "p24394", "P24394"),
        # another number would be needed, not another way to write it
        ("registry", "NCT0227774", ""), ("doi", "NEJMoa1610020", ""), ("atc", "D11AH", ""), ("mondo", "4980", ""),
    ],
)  # fmt: skip
def test_an_identifier_is_written_in_its_form_and_never_completed(field: str, text: str, form: str) -> None:
    patterns = {
        "doi": r"^10\.[0-9]{4,9}/[^\s\"<>]+$", "pmid": r"^[1-9][0-9]{0,8}$", "registry": r"^NCT[0-9]{8}$",
        "mondo": r"^MONDO:[0-9]{7}$", "doid": r"^DOID:[0-9]+$", "atc": r"^[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}$",
        "unii": r"^[A-Z0-9]{10}$", "chembl": r"^CHEMBL[0-9]+$", "drugbank": r"^DB[0-9]{5}$",
        "uniprot": r"^([OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9]([A-Z][A-Z0-9]{2}[0-9]){1,2})$",
    }  # fmt: skip
    assert identifier(text, patterns[field]) == form


def test_a_carelessly_written_entry_is_mended_with_its_comments(tmp_path: Path) -> None:
    before = """# of the whole file
- name: Sample itch  # the usual name
  # why this group: it itches
  id: sample-itch

  group: 'eczema-itch'   
  summary: {checked: 5 March 2024, text: "One, two [@a]."}
  identifiers:
    orphanet: 0123
    # as MeSH has it
    mesh: d012345
# of the second
- id: second
  summary:
    checked: "2024/03/05"
    text: >-
      Folded text
      of two lines [@a].
  name: Second


"""
    after = """# of the whole file
  # why this group: it itches
- id: sample-itch
  name: Sample itch  # the usual name

  group: 'eczema-itch'
  summary: {text: "One, two [@a].", checked: 2024-03-05}
  identifiers:
    # as MeSH has it
    mesh: D012345
    orphanet: "0123"
# of the second
- id: second
  name: Second
  summary:
    text: >-
      Folded text
      of two lines [@a].
    checked: "2024-03-05"
"""
    made, mended = mend_yaml(before, "data/conditions.yaml", Condition)
    assert made == after
    assert [str(one).removeprefix("data/conditions.yaml:") for one in mended] == [
        "2:3: mended: fields are in their order: id, name, group, summary, identifiers",
        "6:23: mended: blanks at the end of the line deleted",
        "7:12: mended: fields are in their order: text, checked",
        "7:22: mended: checked: 5 March 2024 is now 2024-03-05",
        "9:5: mended: fields are in their order: mesh, orphanet",
        '9:15: mended: orphanet: 0123 is now "0123"',
        "11:11: mended: mesh: d012345 is now D012345",
        "13:3: mended: fields are in their order: id, name, summary",
        "15:5: mended: fields are in their order: text, checked",
        '15:14: mended: checked: "2024/03/05" is now "2024-03-05"',
        "19:1: mended: ends with one line end",
    ]
    assert mend_yaml(after, "data/conditions.yaml", Condition) == (after, [])


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  id: b\n", "- &a {id: a}\n- *a\n", "- {id: a\n", "\tid: a\n", "", "- !!python/name:os.system a\n",
        "just text\n", "- id: a\n  summary: {name: b, # why\n    checked: 2024-03-05}\n",
    ],
)  # fmt: skip
def test_what_is_broken_or_cannot_be_moved_safely_stays(text: str) -> None:
    assert mend_yaml(text, "data/conditions.yaml", Condition) == (text, [])


def test_a_bibliography_is_sorted_and_its_identifiers_mended() -> None:
    before = """% Sources.

@article{b-2020-two,
  title = {Two},
  doi = {https://doi.org/10.1000/two},
  checked = {5 March 2024}
}
% about one
@article{a-2020-one, title = {One},
  pmid = "PMID: 12" }
"""
    made, mended = mend_bibtex(before, "references.bib")
    assert (
        made
        == """% Sources.

% about one
@article{a-2020-one, title = {One},
  pmid = "12" }

@article{b-2020-two,
  title = {Two},
  doi = {10.1000/two},
  checked = {2024-03-05}
}
"""
    )
    assert len(mended) == 4
    assert mend_bibtex(made, "references.bib") == (made, [])
    broken = before.replace("{Two},", "{Two,")
    assert mend_bibtex(broken, "references.bib") == (broken, [])


def test_markdown_keeps_its_hard_line_breaks() -> None:
    made, mended = mend_text("---\ntitle: T\n---\n\none  \ntwo \nthree\t\n  \n\n", "content/about.md")
    assert made == "---\ntitle: T\n---\n\none  \ntwo\nthree\n"
    assert len(mended) == 4


def test_the_command_mends_prints_and_validates(sample_root: Path) -> None:
    path = sample_root / AGENT
    whole = path.read_text(encoding="utf-8")
    slips = whole.replace("date: 2019-03-01", "date: 1 March 2019", 1).replace(
        "unii: [ABC4567890]", "unii: [abc4567890]"
    )
    path.write_bytes(b"\xef\xbb\xbf" + slips.replace("\n", "\r\n").encode())
    code, mended, _ = fix(sample_root, AGENT)
    assert code == 0
    assert sum("1 March 2019 is now 2019-03-01" in line for line in mended) == 1
    made = path.read_text(encoding="utf-8")
    assert sorted(line.strip().removeprefix("- ") for line in made.splitlines()) == sorted(
        line.strip().removeprefix("- ") for line in whole.splitlines()
    )
    assert fix(sample_root, AGENT)[1] == [], "a second time there is nothing to mend"


def test_only_the_files_named_are_touched_and_what_is_wrong_otherwise_is_told(sample_root: Path) -> None:
    for name in (AGENT, "data/conditions.yaml"):
        path = sample_root / name
        path.write_text(path.read_text(encoding="utf-8").replace("\nname:", "\nname:  ", 1) + "\n\n", encoding="utf-8")
    path = sample_root / AGENT
    path.write_text(path.read_text(encoding="utf-8").replace("2019-03-01", "03/04/2019", 1), encoding="utf-8")
    before = snapshot(sample_root)
    code, mended, wrong = fix(sample_root, AGENT)
    assert (code, len(mended)) == (1, len(mended))
    assert "found '03/04/2019'" in wrong
    after = snapshot(sample_root)
    assert {name for name in after if before[name] != after[name]} == {AGENT}


def test_a_file_that_cannot_be_read_is_left_to_validation(sample_root: Path) -> None:
    path = sample_root / AGENT
    path.write_bytes(path.read_bytes() + b"\xff  \n")
    before = snapshot(sample_root)
    code, mended, wrong = fix(sample_root)
    assert code == 1
    assert [line for line in mended if AGENT in line] == []
    assert "utf-8: must be UTF-8 text" in wrong
    assert snapshot(sample_root)[AGENT] == before[AGENT]


def test_mending_a_whole_catalogue_changes_no_fact() -> None:
    for file in catalogue_files(SAMPLE):
        text = (SAMPLE / file).read_text(encoding="utf-8")
        made, _ = mend_text(text, file)
        if file.endswith(".yaml"):
            assert yaml.safe_load(made) == yaml.safe_load(text), file
        words = re.compile(r"[^\s-]+")
        assert sorted(words.findall(made)) == sorted(words.findall(text)), file
        assert mend_text(made, file) == (made, []), f"{file}: a second time there is nothing to mend"


def test_the_real_catalogue_is_in_order() -> None:
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for file in catalogue_files(ROOT)}
    wrong = [file for file, text in texts.items() if mend_text(text, file) != (text, [])]
    assert wrong == [], "run: make fix"


_SAMPLE_LINES = (SAMPLE / AGENT).read_text(encoding="utf-8").splitlines(keepends=True)


@given(
    st.permutations(range(0, len(_SAMPLE_LINES), 7)),
    st.integers(0, 60),
    st.sampled_from([" ", "\t", "\r", "#", "  - "]),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_the_layout_nothing_is_lost(order: list[int], at: int, noise: str) -> None:
    blocks = ["".join(_SAMPLE_LINES[start : start + 7]) for start in order]
    text = "".join(blocks)
    text = text[: at * 9] + noise + text[at * 9 :]
    made, mended = mend_yaml(text, AGENT, Agent)
    if not mended:
        assert made == text
    else:
        assert yaml.safe_load(made) == yaml.safe_load(text.replace("\r\n", "\n").replace("\r", "\n"))


def test_every_list_file_has_a_model() -> None:
    assert {name for name, _ in LIST_FILES.values()} <= set(catalogue_files(ROOT))
    assert problems_of(SAMPLE) == []
