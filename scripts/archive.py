"""Pack the built site into one archive that works from a folder, without a server or a network."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from dermatheca.build import BuildError, build_time, read_site
from dermatheca.write.archive import write_archive

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--site", type=Path, help="the built site (default: build/site in the project's folder)")
    parser.add_argument("--output", type=Path, help="the archive (default: build/dermatheca-<version>.zip)")
    arguments = parser.parse_args()
    site = arguments.site or arguments.root / "build/site"
    if not (site / "index.html").exists():
        print(f"{site} holds no site; run: make build", file=sys.stderr)
        return 2
    try:
        name = f"dermatheca-{read_site(arguments.root).version}"
        output = arguments.output or arguments.root / f"build/{name}.zip"
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent) as folder:
            whole = Path(folder) / "archive.zip"
            count = write_archive(site, whole, name, build_time(arguments.root))
            os.replace(whole, output)
    except (BuildError, OSError) as error:
        print(f"{error}; nothing was packed", file=sys.stderr)
        return 1
    print(f"packed {count} files into {output} ({output.stat().st_size / 1e6:.1f} MB); unpack it and open index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
