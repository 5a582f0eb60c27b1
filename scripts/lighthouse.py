"""Measure the built site with Lighthouse as a phone sees it: one line a page, and the reason for every point lost."""

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("", "agents/dupilumab/", "conditions/atopic-dermatitis/", "review/biologics/")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed and to be kept, as every host of static sites does."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        for name, value in (
            ("Content-Type", self.guess_type(str(path))),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "max-age=31536000"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def find_browser() -> str | None:
    """Chromium or Chrome: what CHROMIUM names, or the first on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address on loopback at which the built site is served, compressed."""
    handler = functools.partial(Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(address: str, browser: str) -> dict[str, Any]:
    """Lighthouse's report on one page. Raises CalledProcessError if it fails."""
    command = ["node", str(ROOT / "node_modules/lighthouse/cli/index.js"), address, "--quiet", "--output=json", FLAGS]
    environment = os.environ | {"CHROME_PATH": browser, "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=180, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def lines(page: str, report: dict[str, Any]) -> list[str]:
    """The scores of a page, and below them what cost a point."""
    categories = report["categories"].values()
    scores = "  ".join(f"{c['title']} {round(100 * c['score'])}" for c in categories if c["score"] is not None)
    told = [f"{page or 'home':32}{scores}"]
    for category in categories:
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference.get("weight") and audit["score"] is not None and audit["score"] < 0.9:
                told.append(f"  {category['title']}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "build/site", help="the built site (default: build/site)")
    parser.add_argument("pages", nargs="*", default=PAGES, help="pages below it (default: one of each main kind)")
    arguments = parser.parse_args()
    browser = find_browser()
    if not (arguments.site / "index.html").exists():
        print(f"{arguments.site} holds no site; run: make build", file=sys.stderr)
        return 2
    if browser is None:
        print("Chromium or Chrome is needed; install it, or set CHROMIUM to its full path", file=sys.stderr)
        return 2
    with served(arguments.site) as address:
        for page in arguments.pages:
            print(*lines(page, measure(f"{address}{page}", browser)), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
