"""Coverage-guided fuzzing of what reads the text of strangers; for longer than the test does:

    .venv/bin/python tests/hostile/fuzz.py yaml --seconds 600

An exception, an input that takes ten seconds, or more than 500 MB of memory ends it with an exit code other than 0, and
the input is written into the folder given with --keep.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests/hostile")]

with atheris.instrument_imports(include=["dermatheca", "bibtexparser", "yaml"]):
    import targets

SEEDS = {
    "yaml": ["tests/sample/data/**/*.yaml"],
    "bibtex": ["tests/sample/references.bib"],
    "citations": ["tests/sample/content/**/*.md"],
    "markdown": ["tests/sample/content/**/*.md"],
    "form": ["tests/forms/*.md"],
    "identifiers": [],
}


def seed(folder: Path, name: str) -> None:
    """Begin from good inputs, whole and in pieces, and from the bad ones we know."""
    paths = [path for pattern in SEEDS[name] for path in ROOT.glob(pattern)]
    texts = [path.read_bytes() for path in paths]
    texts += [piece for text in texts for piece in text.split(b"\n\n")]
    for path in (ROOT / "tests/bad").glob("*/*.json"):
        edits = json.loads(path.read_text(encoding="utf-8"))["edits"]
        texts += [str(edit.get("with") or edit.get("append") or edit.get("content") or "").encode() for edit in edits]
    texts += [b"https://doi.org/10.1000/x", b"PMID: 12345"]
    for number, text in enumerate(dict.fromkeys(texts)):
        (folder / f"{number:04}").write_bytes(text[:4000])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(targets.TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="how long (default: 60)")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()), help="where a finding is written")
    arguments = parser.parse_args()
    corpus = tempfile.mkdtemp()
    seed(Path(corpus), arguments.target)
    options = ["-timeout=10", "-rss_limit_mb=500", "-max_len=4096", "-print_final_stats=1", "-seed=1"]
    options += [f"-max_total_time={arguments.seconds}", f"-artifact_prefix={arguments.keep}/", corpus]
    atheris.Setup([sys.argv[0], *options], targets.TARGETS[arguments.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
