"""`new`: skeletons of every kind, as a contributor begins, fills and finishes them."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, problems_of
from dermatheca.link import load
from dermatheca.model.fields import NEVER_NEW
from dermatheca.read.yaml import parse_yaml
from dermatheca.scaffold.kinds import KINDS
from project import run, snapshot

CITED = "An invented claim [@roe-2020-sample]."
SUMMARY = " ".join(["An invented antibody said to calm an invented eczema better than nothing [@roe-2020-sample]."] * 4)

# How each kind is begun, the file it goes to, and what a contributor writes at its marks, in their order.
BEGUN: dict[str, tuple[list[str], str, list[str]]] = {
    "agent": (
        ["--name", "novelimab"],
        "data/agents/novelimab.yaml",
        ["sample-antibodies", "peptide", "oral", SUMMARY, CITED, "phase-2", "roe-2020-sample", "doe-2021-second"],
    ),
    "condition": (["--name", "Sample itch"], "data/conditions.yaml", ["eczema-itch", CITED]),
    "target": (["--name", "IL-98"], "data/targets.yaml", ["cytokine", "'a: pathway'", CITED]),
    "outcome": (["--name", "SAMPLE-90"], "data/outcomes.yaml", [CITED, "responder", "higher", "percent"]),
    "pair": (
        ["--set", "gene=ABC1", "--set", "drug=Specimenib"],
        "data/pharmacogenomics.yaml",
        ["germline", CITED, "doe-2021-second"],
    ),
    "term": (["--name", "Blinding"], "data/glossary.yaml", ["Nobody knows: who gets what."]),
    "class": (["--name", "Sample cells"], "data/therapies.yaml", [CITED, CITED, "next-steps"]),
    "trial": (
        ["--name", "SAMPLE-2", "--agent", "specimenib"],
        "data/agents/specimenib.yaml",
        ["'2'", "sample-eczema", "single-arm", "adults", "active", "specimenib 5 mg", "doe-2021-second"],
    ),
}


def new(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("new.py", "--root", str(root), "--yes", *arguments)


def refused(root: Path, *arguments: str) -> str:
    """What is said when nothing is written."""
    before = snapshot(root)
    done = new(root, *arguments)
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    assert done.stderr.endswith("Nothing was written.\n")
    assert snapshot(root) == before
    return done.stderr.removesuffix("Nothing was written.\n").rstrip("\n")


def marks(text: str) -> list[int]:
    return [number for number, line in enumerate(text.split("\n"), 1) if "  # TODO" in line]


def fill(text: str, answers: list[str]) -> str:
    """What a contributor makes of a skeleton: each mark replaced by a fact."""
    rows, left = [], list(answers)
    for line in text.split("\n"):
        if " # TODO" not in line:
            rows.append(line)
            continue
        bare = line.partition(" # TODO")[0].rstrip()
        if bare.endswith("[]"):
            rows.append(f"{bare[:-2]}[{left.pop(0)}]")
        elif bare.endswith(">-"):
            rows += [bare, " " * (len(bare) - len(bare.lstrip()) + 2) + left.pop(0)]
        else:
            rows.append(f"{bare} {left.pop(0)}")
    assert left == []
    return "\n".join(rows)


def test_there_is_a_case_for_every_kind() -> None:
    assert set(BEGUN) == set(KINDS)


@pytest.mark.parametrize("kind", BEGUN)
def test_a_skeleton_lacks_exactly_what_it_marks_and_is_valid_once_filled(kind: str, sample_root: Path) -> None:
    arguments, file, answers = BEGUN[kind]
    before = snapshot(sample_root)
    old = (sample_root / file).read_text(encoding="utf-8") if (sample_root / file).exists() else ""
    done = new(sample_root, kind, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    after = snapshot(sample_root)
    assert {name for name in after if before.get(name) != after[name]} == {file}

    text = (sample_root / file).read_text(encoding="utf-8")
    assert text.startswith(old), "what was there stays byte for byte"
    missing = [re.match(rf"{file}:(\d+):\d+: field-", problem) for problem in problems_of(sample_root)]
    assert all(missing), problems_of(sample_root)
    assert [int(match[1]) for match in missing if match] == marks(text)
    assert len(marks(text)) == len(answers)
    said = f"{len(answers)} values are left" if len(answers) != 1 else "1 value is left"
    assert re.search(rf"^{file}: .*\n{said} to fill in, marked TODO.\nNext: .*make validate\n$", done.stdout)
    listed = re.findall(r"^ *#    - ([a-z_.0-9]+): \S", text, flags=re.MULTILINE)
    assert len(listed) == len(answers), "the comments at the top list every mark"

    (sample_root / file).write_text(fill(text, answers), encoding="utf-8")
    assert problems_of(sample_root) == []


@pytest.mark.parametrize("kind", BEGUN)
def test_every_optional_part_can_be_uncommented(kind: str, sample_root: Path) -> None:
    arguments, file, answers = BEGUN[kind]
    new(sample_root, kind, *arguments)
    text = fill((sample_root / file).read_text(encoding="utf-8"), answers)
    head, body = text.rsplit("run `make validate` once more.", 1)
    whole = re.sub(r"^( *)# (?!\()", r"\1", body, flags=re.MULTILINE)
    document, problems = parse_yaml(whole.removeprefix("\n"), file)
    assert problems == []
    assert document is not None
    (sample_root / file).write_text(f"{head}.{whole}", encoding="utf-8")
    rules = {problem.split(": ")[1] for problem in problems_of(sample_root)}
    assert rules <= {"field-type", "field-choice", "field-value", "field-required", "age-range"}, rules
    entry = document.data[-1] if isinstance(document.data, list) else document.data
    expected = {name for name in KINDS[kind].model.model_fields if name not in NEVER_NEW} - {"trials"}
    assert set(entry) == expected


def test_the_facts_given_are_filled_in_and_need_no_mark(sample_root: Path) -> None:
    facts = [
        "subclass=il-99", "modality=peptide", "routes=oral, topical", f"summary.text={SUMMARY}", f"mechanism.text={CITED}",
        "development.stage=phase-2", "development.sources.ref=roe-2020-sample", "sources.ref=roe-2020-sample",
        "sources.1.ref=doe-2021-second", "sources.1.at=table 1: all", "identifiers.unii=ABC123456I", "codes=NV-1",
        "codes=NV-2", "brands.name=Novelix", "brands.regions=US,EU",
    ]  # fmt: skip
    done = new(sample_root, "agent", "--name", "novel-mab β", *(part for fact in facts for part in ("--set", fact)))
    assert done.returncode == 0
    assert "Nothing that must be there is missing." in done.stdout
    assert problems_of(sample_root) == []
    agent = load(sample_root)[0].agents["novel-mab-beta"]
    assert (agent.therapy_class, agent.subclass, agent.codes) == ("sample-antibodies", "il-99", ("NV-1", "NV-2"))
    assert [source.at for source in agent.sources] == [None, "table 1: all"]
    assert all(source.checked is None for source in agent.sources), "`checked` is never filled in"


def test_a_pair_and_a_trial_know_their_agent(sample_root: Path) -> None:
    new(sample_root, "pair", *BEGUN["pair"][0])
    new(sample_root, "trial", *BEGUN["trial"][0])
    pairs = (sample_root / "data/pharmacogenomics.yaml").read_text(encoding="utf-8")
    assert "- id: abc1-specimenib\n  name: ABC1 and Specimenib\n" in pairs
    assert "agents: [specimenib]" in pairs.rpartition("abc1")[2]
    trial = (sample_root / "data/agents/specimenib.yaml").read_text(encoding="utf-8")
    assert "role: experimental\n        agents: [specimenib]\n" in trial


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["agent", "--name", "Examplimab"], "data/agents/examplimab.yaml:1:5: the agent 'examplimab' is there already; add to it instead"),
        (["agent", "--name", "exemplimab"], "data/agents/examplimab.yaml:3:14: 'exemplimab' was the id of 'examplimab' before; its old address leads there: choose another id"),
        (["agent", "--name", "EXEMPLAR"], "data/agents/examplimab.yaml:5:11: 'EXEMPLAR' is a name of the agent 'examplimab' already; add to it instead"),
        (["agent", "--name", "new", "--set", "synonyms=ex-001"], "data/agents/examplimab.yaml:7:9: 'ex-001' is a name of the agent 'examplimab' already; add to it instead"),
        (["agent", "--name", "new", "--id", "specimenib"], "data/agents/specimenib.yaml:1:5: the agent 'specimenib' is there already; add to it instead"),
        (["condition", "--name", "Invented Eczema"], "data/conditions.yaml:4:14: 'Invented Eczema' is a name of the condition 'sample-eczema' already; add to it instead"),
        (["target", "--name", "IL99"], "data/targets.yaml:1:7: the target 'il99' is there already; add to it instead"),
        (["trial", "--name", "Sample one", "--agent", "specimenib"], "data/agents/examplimab.yaml:70:9: the trial 'sample-one' is there already; add to it, or choose another id with --id"),
        (["trial", "--name", "S 3", "--agent", "specimenib", "--set", "registry=NCT00000001"], "data/agents/examplimab.yaml:70:9: NCT00000001 is the registry number of 'sample-one' already; add to it instead"),
    ],
)  # fmt: skip
def test_what_is_taken_is_refused_with_its_place(arguments: list[str], said: str, sample_root: Path) -> None:
    assert refused(sample_root, *arguments) == said


def test_a_skeleton_of_the_same_name_is_taken_too(sample_root: Path) -> None:
    new(sample_root, "agent", "--name", "Novelimab", "--set", "brands.name=Novelix")
    assert "'Novelix' is a name of the agent 'novelimab'" in refused(sample_root, "agent", "--name", "Novelix")


def test_a_file_that_cannot_be_read_is_not_written_over(sample_root: Path) -> None:
    (sample_root / "data/agents/novelimab.yaml").write_text("broken: [", encoding="utf-8")
    assert "the id 'novelimab' is taken by a file that cannot be read" in refused(
        sample_root, "agent", "--name", "novelimab"
    )
    (sample_root / "data/agents/other.yaml").write_text("id: another\n", encoding="utf-8")
    assert (
        refused(sample_root, "agent", "--name", "other")
        == "data/agents/other.yaml: is there already; add to it instead"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["agent"], "name: must be given"),
        (["agent", "--name", "!!"], "id: must be given, for '!!' has no letter or digit to make one from"),
        (["agent", "--name", "x", "--id", "../x"], "id: must be lower-case letters, digits and single hyphens, at most 60; found '../x'"),
        (["agent", "--name", "x\u202ey"], "name: must not hold the invisible character U+202E (delete it)"),
        (["agent", "--name", "x", "--set", "modality=peptid"], "modality: must have as 'modality' one of:"),
        (["agent", "--name", "x", "--set", "modality=peptid"], "(did you mean 'peptide'?)"),
        (["agent", "--name", "x", "--set", "modalty=peptide"], "modalty: must be a field of the entry; 'modalty' is none (did you mean 'modality'?)"),
        (["agent", "--name", "x", "--set", "summary=text"], "summary: must go on to a value: summary.text, summary.checked"),
        (["agent", "--name", "x", "--set", "modality.x=1"], "modality.x: must end at 'modality', which holds no fields of its own"),
        (["agent", "--name", "x", "--set", "sources.2.ref=a"], "sources.2.ref: must count from 0 without a gap; the next is 0"),
        (["agent", "--name", "x", "--set", "sources.ref=roe-2020-sampl"], "sources.0.ref: must name an existing reference; 'roe-2020-sampl' is none (did you mean 'roe-2020-sample'?)"),
        (["condition", "--name", "x", "--set", "identifiers.mondo=1"], "identifiers.mondo: must have 'mondo' in its form; found '1' (a MONDO id looks like MONDO:0004980)"),
        (["trial", "--name", "x", "--agent", "examplima"], "agent: must name the agent in whose file the trial goes; 'examplima' is none (did you mean 'examplimab'?)"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_named_and_nothing_is_written(arguments: list[str], said: str, sample_root: Path) -> None:
    assert said in refused(sample_root, *arguments)


def test_a_folder_that_is_missing_is_named(sample_root: Path) -> None:
    shutil.rmtree(sample_root / "data/agents")
    said = refused(sample_root, "agent", "--name", "novelimab")
    assert said.endswith("data/agents/novelimab.yaml: must be writable: No such file or directory")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["agnet"], "must be one of: agent, trial, class, condition, target, outcome, pair, term; found 'agnet' did you mean 'agent'?"),
        ([], "say what to begin: agent, trial,"),
        (["agent", "--set", "modality"], "must be field=value, such as modality=peptide; found 'modality'"),
        (["agent", "--agent", "x"], "--agent goes with a trial only"),
        (["agent", "--root", "/nowhere"], "must hold the catalogue's folder 'data'"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2(arguments: list[str], said: str) -> None:
    done = run("new.py", "--yes", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.replace("\n", " ")


class Terminal:
    """`new.py` on a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self.fd, inner = pty.openpty()
        command = [sys.executable, str(ROOT / "scripts/new.py"), *arguments]
        self.process = subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, start_new_session=True)
        os.close(inner)
        self.said = ""

    def until(self, words: str) -> None:
        while words not in self.said:
            assert self.read(), f"it ended without {words!r}: {self.said}"

    def read(self) -> bool:
        """Whether more was said within some seconds."""
        if not select.select([self.fd], [], [], 20)[0]:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"it says nothing more: {self.said}")
        try:
            found = os.read(self.fd, 65536).decode().replace("\r\n", "\n")
        except OSError:  # Linux says so when the other side is closed
            return False
        self.said += found
        return bool(found)

    def end(self) -> int:
        while self.read():
            pass
        os.close(self.fd)
        return self.process.wait(timeout=30)


def answer(terminal: Terminal, *pairs: tuple[str, str]) -> None:
    """Wait for each question, then answer it."""
    for question, text in pairs:
        terminal.until(question)
        terminal.said = terminal.said.split(question, 1)[1]
        os.write(terminal.fd, text.encode() + b"\n")


def test_on_a_terminal_it_asks_and_names_the_nearest_value_on_a_slip(sample_root: Path) -> None:
    terminal = Terminal("--root", str(sample_root))
    answer(
        terminal,
        ("What do you want to begin?", "agnet"),
        ("did you mean 'agent'?", "agent"),
        ("name: Name as the field uses it", "Exemplar"),
        ("'Exemplar' is a name of the agent 'examplimab' already", "???"),
        ("'???' has no letter or digit to make one from", "novelimab"),
        ("id [novelimab]:", "Novel imab"),
        ("id: must be lower-case letters, digits and single hyphens", ""),
        ("pronunciation:", ""),
        ("codes:", "EX-001"),
        ("'EX-001' is a name of the agent 'examplimab' already", "NV-1, NV-2"),
        ("synonyms:", ""),
        ("One of: sample-antibodies, sample-molecules.", "sample-antibody"),
        ("'sample-antibody' is none (did you mean 'sample-antibodies'?)", "sample-antibodies"),
        ("subclass: Id of one of its subclasses. One of: il-99.", "il-9"),
        ("must be one of: il-99; found 'il-9'", "il-99"),
        ("modality:", "peptid"),
        ("(did you mean 'peptide'?)", "peptide"),
        ("routes:", "oral"),
        ("summary.text:", SUMMARY),
        ("mechanism.text:", ""),
        ("development.stage:", "phase-2"),
        ("development.sources.0.ref:", "roe-2020-sample"),
        ("development.sources.0.at:", "table 2"),
        ("development.sources.0.checked:", "yesterday"),
        ("write the day as YYYY-MM-DD", "2026-01-02"),
        ("development.sources.1.ref:", ""),
        ("\nsources.0.ref:", "roe-2020-sample"),
        ("sources.0.at:", ""),
        ("sources.0.checked:", ""),
        ("sources.1.ref:", ""),
    )
    terminal.until("1 value is left to fill in, marked TODO.")
    assert terminal.end() == 0
    problems = problems_of(sample_root)
    assert len(problems) == 1, problems
    text = (sample_root / "data/agents/novelimab.yaml").read_text(encoding="utf-8")
    (sample_root / "data/agents/novelimab.yaml").write_text(fill(text, [CITED]), encoding="utf-8")
    assert problems_of(sample_root) == []
    agent = load(sample_root)[0].agents["novelimab"]
    assert (str(agent.development.sources[0].checked), agent.codes) == ("2026-01-02", ("NV-1", "NV-2"))


def test_on_a_terminal_a_trial_asks_for_agent_and_arms(sample_root: Path) -> None:
    terminal = Terminal("trial", "--root", str(sample_root), "--name", "SAMPLE-2")
    answer(
        terminal,
        ("agent: Id of the agent", "examplimib"),
        ("did you mean 'examplimab'?", "examplimab"),
        ("id [sample-2]:", ""),
        ("registry:", "NCT0000000"),
        ("a registry number looks like", "NCT00000002"),
        ("phase:", "3"),
        ("condition:", "sample-eczema"),
        ("design:", "randomised"),
        ("population.who:", "adults"),
        ("participants:", "many"),
        ("must have a whole number as 'participants'; found 'many'", "30"),
        ("arms.0.id:", "active"),
        ("arms.0.name:", "examplimab 50 mg"),
        ("arms.1.id:", "control"),
        ("arms.1.name:", "placebo"),
        ("arms.1.role:", "placebo"),
        ("arms.2.id:", ""),
        ("note:", ""),
        ("sources.0.ref:", "roe-2020-sample"),
        ("sources.0.at:", ""),
        ("sources.0.checked:", ""),
        ("sources.1.ref:", ""),
    )
    terminal.until("Nothing that must be there is missing.")
    assert terminal.end() == 0
    assert problems_of(sample_root) == []
    trial = load(sample_root)[0].agents["examplimab"].trials[1]
    assert [(arm.id, arm.role, arm.agents) for arm in trial.arms] == [
        ("active", "experimental", ("examplimab",)),
        ("control", "placebo", ()),
    ]
    assert (trial.phase, trial.participants) == ("3", 30)


def test_on_a_terminal_a_pair_is_named_by_its_gene_and_drug(sample_root: Path) -> None:
    terminal = Terminal("pair", "--root", str(sample_root))
    answer(
        terminal,
        ("gene:", "HLA-B*99"),
        ("must have 'gene' in its form", "HLA-B"),
        ("variant:", "HLA-B*99:02"),
        ("drug:", ""),
        (">", "examplimab"),
        ("id [hla-b-99-02-examplimab]:", ""),
        ("origin:", "germline"),
    )
    terminal.until("agents:")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 1


def test_on_a_terminal_a_name_that_is_taken_is_said_before_anything_is_asked(sample_root: Path) -> None:
    terminal = Terminal("target", "--root", str(sample_root), "--name", "interleukin-99")
    terminal.until("'interleukin-99' is a name of the target 'il99' already")
    assert terminal.end() == 1


@pytest.mark.parametrize("how", ["Ctrl+C", "end of input"])
def test_leaving_a_terminal_writes_nothing(how: str, sample_root: Path) -> None:
    before = snapshot(sample_root)
    terminal = Terminal("condition", "--root", str(sample_root))
    answer(terminal, ("name:", "Sample itch"), ("id [sample-itch]:", ""))
    terminal.until("abbreviation:")
    if how == "Ctrl+C":
        terminal.process.send_signal(signal.SIGINT)
    else:
        os.write(terminal.fd, b"\x04")
    assert terminal.end() == 1
    assert "Nothing was written." in terminal.said
    assert "Traceback" not in terminal.said
    assert snapshot(sample_root) == before
