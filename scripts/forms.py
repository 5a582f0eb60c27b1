"""Write the issue forms of .github/ISSUE_TEMPLATE from the model, with its vocabularies; a test holds them in step."""

import argparse
import sys
from pathlib import Path

from dermatheca.forms.templates import FOLDER, issue_templates

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    folder = parser.parse_args().root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in issue_templates().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(issue_templates())} files written into {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
