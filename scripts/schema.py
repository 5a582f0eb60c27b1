"""Write from the model what editors use: the JSON Schema of every data file into data/schema, and snippets into .vscode."""

import sys
from pathlib import Path

from dermatheca.scaffold.snippets import FILE, snippets
from dermatheca.schema import schemas

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    for name, text in schemas().items():
        (ROOT / "data/schema" / name).write_text(text, encoding="utf-8", newline="\n")
    (ROOT / FILE).write_text(snippets(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
