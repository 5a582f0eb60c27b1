"""Validate, build and serve the site on this machine; build again whenever a source changes."""

import argparse
import functools
import http.server
import sys
import threading
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from dermatheca.build import BuildError, build, rebuild
from dermatheca.validate import validate

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
SOURCES = ("data", "content", "scripts/templates", "theme")
WHOLE = ("mkdocs.yml", "theme/overrides", "pyproject.toml")  # what the site builder reads for every page
QUIET_SECONDS = 0.4  # editors write a file in several steps


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves build/site without caching and without a line a request."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Changes(FileSystemEventHandler):
    """Sets a flag when a source file is written, and remembers whether every page depends on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen = threading.Event()
        self.whole = False

    def on_any_event(self, event: FileSystemEvent) -> None:
        name = str(event.src_path)
        if event.event_type in ("created", "modified", "moved", "deleted") and "__pycache__" not in name:
            path = Path(name).resolve()
            self.whole |= any(path.is_relative_to(self.root / part) for part in WHOLE)
            self.seen.set()


def build_once(root: Path, whole: bool = True) -> bool:
    """Validate and build all or what changed; print what is wrong and keep the old site if anything is."""
    report = validate(root)
    if report.problems:
        print(*report.problems, report.summary(len(report.problems)), "the site shown is the last good one", sep="\n")
        return False
    try:
        count = (build if whole else rebuild)(report.catalogue, root, root / "build")
    except BuildError as error:
        print(error, "the site shown is the last good one", sep="\n")
        return False
    print(f"{report.summary(0)}; built {count} pages")
    return True


def watch(root: Path) -> None:
    """Build again after every change, until interrupted."""
    changes = Changes(root)
    built = True
    observer = Observer()
    for name in SOURCES:
        observer.schedule(changes, str(root / name), recursive=True)
    observer.schedule(changes, str(root), recursive=False)  # references.bib, mkdocs.yml
    observer.start()
    try:
        while True:
            changes.seen.wait()
            while changes.seen.is_set():
                changes.seen.clear()
                changes.seen.wait(QUIET_SECONDS)
            whole, changes.whole = changes.whole or not built, False
            built = build_once(root, whole)
    finally:
        observer.stop()
        observer.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    parser.add_argument("--port", type=int, default=8000, help="port on loopback (default: 8000; 0 takes a free one)")
    arguments = parser.parse_args()
    root = arguments.root.resolve()
    if not build_once(root) and not (root / "build/site").exists():
        return 1
    handler = functools.partial(Handler, directory=str(root / "build/site"))
    try:
        server = http.server.ThreadingHTTPServer((HOST, arguments.port), handler)
    except OSError as error:
        print(f"cannot serve on port {arguments.port}: {error.strerror}; try: make serve PORT=8001", file=sys.stderr)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"serving http://{HOST}:{server.server_port}/ (Ctrl+C stops)", flush=True)
    try:
        watch(root)
    except KeyboardInterrupt:
        print("stopped")
    finally:
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
