"""Build: validate, stage and run the site builder beside the old output, and swap at the end; all or nothing."""

from __future__ import annotations

import datetime as dt
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from dermatheca.git import git
from dermatheca.history import histories
from dermatheca.link import Catalogue
from dermatheca.read.yaml import read_yaml
from dermatheca.release.assemble import assemble
from dermatheca.release.manifest import FOLDER, ReleaseError, read_releases, verify
from dermatheca.rest import collector_at_rest
from dermatheca.view.page import Page
from dermatheca.view.site import Example, Release, Site
from dermatheca.weight import heaviest
from dermatheca.write.cache import Cache
from dermatheca.write.stage import stage

KEPT = Path(".cache/made-before.sqlite")
HISTORY = Path(".cache/history.sqlite")


class BuildError(Exception):
    """The site builder refused; the message is what it printed."""


def build_time(root: Path) -> int:
    """Seconds since 1970: SOURCE_DATE_EPOCH, or the commit's time, or now."""
    stated = os.environ.get("SOURCE_DATE_EPOCH") or git(root, "log", "-1", "--format=%ct")
    return int(stated) if stated else int(dt.datetime.now(dt.UTC).timestamp())


def edit_days(root: Path) -> dict[str, str]:
    """Day of the latest commit to every file that git knows."""
    days: dict[str, str] = {}
    day = ""
    for line in (git(root, "log", "--format=commit %cs", "--name-only", "--no-renames") or "").splitlines():
        if line.startswith("commit "):
            day = line.removeprefix("commit ")
        elif line:
            days.setdefault(line, day)
    return days


def latest_changes(root: Path, most: int = 8) -> tuple[str, ...]:
    """The bullets of the first section of CHANGELOG.md."""
    path = root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    first = re.split(r"^## .*$", text, flags=re.MULTILINE)[1:2]
    bullets = re.findall(r"^- (.+(?:\n  .+)*)", first[0], flags=re.MULTILINE) if first else []
    return tuple(" ".join(bullet.split()) for bullet in bullets[:most])


def rule_examples(root: Path) -> dict[str, Example]:
    """For each rule the first bad input of tests/bad that is a small change, with the message it raises."""
    found: dict[str, Example] = {}
    for path in sorted((root / "tests/bad").glob("*/*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        edit, messages = case["edits"][0], case["problems"]
        rule = messages[0].split(": ")[1]
        after = edit.get("with") or edit.get("append") or edit.get("content") or ""
        if (
            rule in found
            or len(case["edits"]) > 1
            or not after.strip()
            or (not after.isprintable() and len(after) > 600)
        ):
            continue
        found[rule] = Example(edit["file"], edit.get("replace", "").strip("\n"), after.strip("\n"), messages[0])
    return found


def told_version(root: Path, stated: str, releases: tuple[Release, ...]) -> str:
    """The version as pages tell it: with a plus where the catalogue has changed since the release of that name."""
    same = [one for one in releases if one.version == stated and one.commit]
    changed = same and git(root, "diff", "--name-only", same[0].commit, "--", "data", "content", "references.bib")
    return f"{stated}+" if changed else stated


def read_site(root: Path) -> Site:
    """The site's settings from mkdocs.yml, pyproject.toml, CHANGELOG.md, git and the releases that were made."""
    document, problems = read_yaml(root / "mkdocs.yml", "mkdocs.yml")
    if document is None or problems:
        raise BuildError("\n".join(map(str, problems)))
    settings = document.data
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    built = dt.datetime.fromtimestamp(build_time(root), dt.UTC).date()
    try:
        releases = read_releases(root / FOLDER)
    except ReleaseError as error:
        raise BuildError(str(error)) from error
    kept = Cache(root / HISTORY)
    history = histories(root, kept)
    kept.close()
    return Site(
        name=settings["site_name"],
        url=settings["site_url"],
        repo_url=settings["extra"]["repo_url"],
        version=told_version(root, version, releases),
        built=built,
        edited=edit_days(root),
        changes=latest_changes(root),
        examples=rule_examples(root),
        history=history,
        releases=releases,
    )


def build(catalogue: Catalogue, root: Path, output: Path, budgets: bool = True, releases: bool = False) -> int:
    """Build the site of a valid catalogue into `output`/docs and `output`/site; the number of pages comes back.

    What was drawn is kept in `root`/.cache for the next time; with `releases` the frozen snapshots stand in `output`/site/v.
    Raises BuildError, with the old output untouched, if the site builder fails or warns, if a page weighs more than its
    budget and `budgets` are to be kept, or if a snapshot is not as it was released.
    """
    if releases and (wrong := verify(root / FOLDER)):
        raise BuildError("\n".join(wrong))
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=output) as folder:
        new = Path(folder)
        with collector_at_rest():
            site = read_site(root)
            pages = stage(catalogue, site, root, new / "docs", root / KEPT)
        run_mkdocs(root, new)
        if budgets:
            check_weight(new / "site", pages)
        if releases:
            assemble(root / FOLDER, new / "site", site.url)
        replace(new, output)
    return len(pages)


def rebuild(catalogue: Catalogue, root: Path, output: Path) -> int:
    """Bring the output of an earlier `build` up to date; the number of pages built comes back.

    Everything is staged anew, and only the pages whose staged text changed go through the site builder: the result is the
    same as a whole build's. A page that was added or removed asks for a whole one.
    What the site builder reads besides (mkdocs.yml, theme/overrides) must not have changed since. Raises BuildError as
    `build` does; weights are left to it.
    """
    with tempfile.TemporaryDirectory(prefix=".new-", dir=output) as folder:
        new = Path(folder)
        with collector_at_rest():
            staged = stage(catalogue, read_site(root), root, new / "docs", root / KEPT)
        changed = differing(output / "docs", new / "docs")
        if changed is None:
            run_mkdocs(root, new)
            replace(new, output)
            return len(staged)
        part = new / "part"
        hubs = re.findall(r"^  - .*: (\S+\.md)$", (root / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
        pages = [name for name in changed if name.endswith(".md")]
        for name in with_linked(new / "docs", [*hubs, *pages]):
            (part / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new / "docs" / name, part / "docs" / name)
        if pages:
            run_mkdocs(root, part)
        shutil.copytree(output / "site", new / "site", copy_function=os.link)
        for name in changed:
            built = _built(name)
            place = new / "site" / built
            place.unlink()  # the file is shared with the old site, which must stay as it is
            shutil.copyfile((part / "site" / built) if name in pages else (new / "docs" / name), place)
        shutil.rmtree(part, ignore_errors=True)
        replace(new, output)
    return len(pages)


def _built(name: str) -> str:
    """The file of the site that a staged file becomes."""
    if not name.endswith(".md"):
        return name
    return f"{name.removesuffix('index.md')}index.html" if name.endswith("index.md") else f"{name[:-3]}/index.html"


def with_linked(docs: Path, names: list[str]) -> list[str]:
    """Staged pages, and the pages and files to which they link in Markdown, for the site builder resolves such links."""
    found = dict.fromkeys(names)
    open_ = list(found)
    while open_:
        page = docs / open_.pop()
        for link in re.findall(r"\]\(([^)#\s:]+)[#)]", page.read_text(encoding="utf-8")):
            path = (page.parent / link).resolve()
            if path.is_file() and path.is_relative_to(docs.resolve()):
                name = path.relative_to(docs.resolve()).as_posix()
                if name not in found:
                    found[name] = None
                    open_ += [name] if name.endswith(".md") else []
    return list(found)


def differing(old: Path, new: Path) -> list[str] | None:
    """The files of two folders whose bytes differ; None where the folders do not hold the same files."""
    names = [
        sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
        for place in (old, new)
    ]
    if names[0] != names[1]:
        return None
    return [name for name in names[1] if not filecmp.cmp(old / name, new / name, shallow=False)]


def check_weight(site: Path, pages: list[Page]) -> None:
    """Raise BuildError if a page weighs more than its budget."""
    over = [weight.over for weight in heaviest(site, pages) if weight.over]
    if over:
        hint = "make the page lighter, or raise its budget in scripts/dermatheca/weight.py and say why"
        raise BuildError("\n".join([*over, hint]))


def replace(new: Path, output: Path) -> None:
    """Put the new docs and site in the place of the old ones."""
    for name in ("docs", "site"):
        swap(new / name, output / name, new / f"old-{name}")


def run_mkdocs(root: Path, folder: Path) -> None:
    """Run `mkdocs build --strict` from `folder`/docs into `folder`/site."""
    config = write_config(root, folder)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(build_time(root)), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root)
    if done.returncode:
        raise BuildError(done.stdout + done.stderr)


def write_config(root: Path, folder: Path) -> Path:
    """A copy of mkdocs.yml in `folder` that inherits everything and says where docs and site are."""
    path = folder / "mkdocs.yml"
    theme = os.path.relpath(root / "theme/overrides", folder)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for old, new in (
        ("docs_dir: build/docs", "docs_dir: docs"),
        ("site_dir: build/site", "site_dir: site"),
        ("custom_dir: theme/overrides", f"custom_dir: {theme}"),
    ):
        if old not in text:
            raise BuildError(f"mkdocs.yml must hold the line '{old}'")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def swap(new: Path, place: Path, old: Path) -> None:
    """Put `new` in the place of `place`; what was there goes to `old`."""
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
