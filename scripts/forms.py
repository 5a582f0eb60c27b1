"""Write the issue forms of .github/ISSUE_TEMPLATE from the model, with its vocabularies, and the pictures of CONTRIBUTING.md.

Tests hold both in step."""

import argparse
import sys
from pathlib import Path

from dermatheca.forms import picture
from dermatheca.forms.templates import FOLDER, issue_templates

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    root = parser.parse_args().root
    files = {f"{FOLDER}/{name}": text for name, text in issue_templates().items()}
    files |= {f"{picture.FOLDER}/{name}": text for name, text in picture.pictures(ROOT)}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(files)} files written into {FOLDER} and {picture.FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
