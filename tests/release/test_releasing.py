"""Releases from the first to the second: what is written, what never changes, what is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from unittest import mock

import pytest
import yaml

from commands import call
from dermatheca.build import BuildError, read_site
from dermatheca.link import load
from dermatheca.release.freeze import frozen_site
from dermatheca.release.manifest import read_releases, verify
from dermatheca.write.stage import stage
from project import snapshot
from released import EPOCH, Released, edit, git, new_project

RECORDS = {
    ".zenodo.json",
    "CHANGES.md",
    "SHA256SUMS",
    "datacite.json",
    "datacite.xml",
    "manifest.json",
}


def test_the_first_snapshot_is_unchanged_byte_for_byte(released: Released) -> None:
    assert len(released.first) > 100
    assert snapshot(released.frozen) == released.first
    assert snapshot(released.site / "v/2026.11") == released.first
    assert verify(released.root / "releases") == []


def test_a_release_has_its_records(released: Released) -> None:
    for version in ("2026.11", "2026.12"):
        names = {path.name for path in (released.root / "releases" / version).iterdir()}
        assert names == {*RECORDS, f"dermatheca-{version}.zip"}
        served = released.site / "v/files" / version
        assert snapshot(served) == snapshot(released.root / "releases" / version)


def test_the_manifest_lists_every_file(released: Released) -> None:
    found = json.loads((released.root / "releases/2026.12/manifest.json").read_text(encoding="utf-8"))
    there = snapshot(released.root / "releases/v/2026.12")
    assert {one["path"]: one["sha256"] for one in found["files"]} == there
    assert found["bytes"] == sum(one["bytes"] for one in found["files"])
    assert (found["version"], found["date"]) == ("2026.12", "2026-12-18")
    assert found["commit"] == git(released.root, "rev-parse", "HEAD").strip()
    assert found["counts"]["agents"] == 3
    assert found["previous"]["version"] == "2026.11"


def test_the_checksums_are_those_that_sha256sum_checks(released: Released) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("no sha256sum here")
    for version in ("2026.11", "2026.12"):
        command = ["sha256sum", "--check", "--strict", f"{version}/SHA256SUMS"]
        done = subprocess.run(command, cwd=released.root / "releases", capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count(": OK") == len(snapshot(released.root / "releases/v" / version)) + 6


def test_the_archive_holds_the_very_snapshot(released: Released, tmp_path: Path) -> None:
    with zipfile.ZipFile(released.root / "releases/2026.11/dermatheca-2026.11.zip") as archive:
        archive.extractall(tmp_path)
    assert snapshot(tmp_path / "dermatheca-2026.11") == released.first


def test_versions_json_lists_the_newest_first(released: Released) -> None:
    found = json.loads((released.site / "v/versions.json").read_text(encoding="utf-8"))
    assert found["latest"] == "2026.12"
    assert [(one["version"], one["date"]) for one in found["versions"]] == [
        ("2026.12", "2026-12-18"),
        ("2026.11", "2026-11-18"),
    ]
    assert found["versions"][1]["url"] == "https://dermatheca.github.io/dermatheca/v/2026.11/"


def test_the_working_tree_is_brought_up_to_date(released: Released) -> None:
    citation = yaml.safe_load((released.root / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["date-released"]) == ("2026.12", "2026-12-18")
    assert '\nversion = "2026.12"\n' in (released.root / "pyproject.toml").read_text(encoding="utf-8")
    assert "\n## 2026.11 (2026-11-18)\n" in (released.root / "CHANGELOG.md").read_text(encoding="utf-8")
    status = git(released.root, "status", "--porcelain").split("\n")
    assert sorted(filter(None, status)) == [" M .zenodo.json", " M CITATION.cff", " M pyproject.toml"]
    assert git(released.root, "tag") == ""


def test_a_former_address_works_in_the_snapshot_and_redirects_in_the_current_site(released: Released) -> None:
    frozen = (released.frozen / "agents/specimenib/index.html").read_text(encoding="utf-8")
    assert "Frozen version" in frozen
    assert 'http-equiv="refresh"' not in frozen
    current = (released.site / "agents/specimenib/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../../agents/secundinib/"' in current
    page = (released.site / "agents/secundinib/index.html").read_text(encoding="utf-8")
    assert 'href="https://dermatheca.github.io/dermatheca/v/2026.12/agents/secundinib/"' in page


def test_a_page_offers_its_frozen_address_where_the_latest_release_has_it(copied: Path, tmp_path: Path) -> None:
    def frozen_addresses(page: str) -> list[str]:
        text = (tmp_path / "docs" / f"{page}.md").read_text(encoding="utf-8")
        return re.findall(r"Cite the frozen version</dt> <dd><a href=\"([^\"]+)\"", text)

    for place in ("releases/v/2026.12", "releases/2026.12"):
        shutil.rmtree(copied / place)
    stage(load(copied)[0], read_site(copied), copied, tmp_path / "docs")
    base = "https://dermatheca.github.io/dermatheca/v/2026.11/"
    assert frozen_addresses("agents/examplimab") == [f"{base}agents/examplimab/"]
    assert frozen_addresses("agents/secundinib") == [f"{base}agents/specimenib/"]
    assert frozen_addresses("agents/tertinib") == []
    assert frozen_addresses("review/first-steps") == [f"{base}review/first-steps/"]
    assert frozen_addresses("glossary") == []


def test_the_current_version_has_a_plus_once_the_catalogue_has_changed(copied: Path) -> None:
    edit(copied, "pyproject.toml", 'version = "2026.11"', 'version = "2026.12"')
    assert read_site(copied).version == "2026.12"
    edit(copied, "data/agents/tertinib.yaml", "phase 2 [", "phase 2 now [")
    assert read_site(copied).version == "2026.12+"
    assert frozen_site(copied, "2027.1", "").version == "2027.1"


def test_the_page_of_versions_lists_them(released: Released) -> None:
    html = (released.site / "versions/index.html").read_text(encoding="utf-8")
    assert html.index('id="v2026-12"') < html.index('id="v2026-11"')
    assert "1 boxed warning changed" in html
    for name in ("CHANGES.md", "SHA256SUMS", "manifest.json", "dermatheca-2026.12.zip", "datacite.xml"):
        assert f'href="https://dermatheca.github.io/dermatheca/v/files/2026.12/{name}"' in html
        assert (released.site / "v/files/2026.12" / name).is_file()
    assert 'href="https://dermatheca.github.io/dermatheca/v/2026.12/catalogue.zip"' in html


def test_robots_and_the_sitemap_speak_of_the_current_pages(released: Released) -> None:
    robots = (released.site / "robots.txt").read_text(encoding="utf-8")
    assert robots == ("User-agent: *\nAllow: /\n\nSitemap: https://dermatheca.github.io/dermatheca/sitemap.xml\n")
    sitemap = (released.site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://dermatheca.github.io/dermatheca/agents/secundinib/</loc>" in sitemap
    assert "/v/" not in sitemap
    for name in ("robots.txt", "sitemap.xml", "sitemap.xml.gz", "404.html"):
        assert not (released.frozen / name).exists()


def test_a_release_is_byte_for_byte_repeatable(released: Released, tmp_path: Path) -> None:
    root = new_project(tmp_path / "project")
    commit = git(released.root, "rev-list", "--max-parents=0", "HEAD").strip()
    shutil.rmtree(root / ".git")
    git(tmp_path, "clone", "--quiet", "--no-checkout", str(released.root), "clone")
    (tmp_path / "clone/.git").rename(root / ".git")
    git(root, "reset", "--quiet", commit)
    done = call("release.py", "--root", str(root), "--version", "2026.11", SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 0, done.stderr
    assert snapshot(root / "releases/v/2026.11") == released.first
    assert snapshot(root / "releases/2026.11") == snapshot(released.root / "releases/2026.11")


@pytest.fixture
def copied(released: Released, tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(released.root, root, ignore=shutil.ignore_patterns("build", ".cache"))
    git(root, "checkout", "--quiet", ".")
    return root


def refused(root: Path, *arguments: str) -> str:
    before = {name: digest for name, digest in snapshot(root).items() if not name.startswith(".cache/")}
    done = call("release.py", "--root", str(root), *arguments, SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 1, done.stdout
    assert {name: digest for name, digest in snapshot(root).items() if not name.startswith(".cache/")} == before
    assert done.stderr.endswith("nothing was released\n")
    return done.stderr


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("v/2026.11/agents/index.html", "append", "v/2026.11/agents/index.html was changed after the release"),
        ("v/2026.11/index.html", "delete", "v/2026.11/index.html is missing"),
        ("v/2026.11/new/page.html", "append", "v/2026.11/new/page.html was added after the release"),
        ("2026.11/CHANGES.md", "append", "2026.11/CHANGES.md was changed after the release"),
        ("2026.11/SHA256SUMS", "append", "2026.11/SHA256SUMS is not the one that 2026.12 followed"),
        ("2026.11/SHA256SUMS", "delete", "2026.11/SHA256SUMS is missing"),
        ("2026.12/manifest.json", "empty", "2026.12/manifest.json must be the manifest of 2026.12"),
        ("2026.12/manifest.json", "delete", "2026.12/manifest.json must be the manifest of 2026.12"),
    ],
)
def test_a_release_is_refused_where_an_older_one_was_changed(
    copied: Path, file: str, change: str, message: str
) -> None:
    path = copied / "releases" / file
    path.parent.mkdir(exist_ok=True)
    if change == "delete":
        path.unlink()
    elif change == "empty":
        path.write_text("[]", encoding="utf-8")
    else:
        with path.open("a", encoding="utf-8") as open_file:
            open_file.write("x")
    assert message in refused(copied, "--version", "2027.1")
    assert message in call("release.py", "--root", str(copied), "--verify").stderr
    done = call("build.py", "--root", str(copied), "--releases")
    assert done.returncode == 1
    assert not (copied / "build/site").exists()


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2026.12", "2026.12 was released already; a release is never made again"),
        ("2026.10", "must be newer than 2026.12, the latest release; found 2026.10"),
        ("2026.11.1", "must be newer than 2026.12"),
        ("2026.13", "must be a version such as 2026.11 or 2026.11.1; found '2026.13'"),
        ("../x", "must be a version such as"),
        ("2026.012", "must be a version such as"),
    ],
)
def test_a_version_that_cannot_be_is_refused(copied: Path, version: str, message: str) -> None:
    assert message in refused(copied, f"--version={version}")


def test_an_unclean_tree_is_refused(copied: Path) -> None:
    edit(copied, "data/agents/tertinib.yaml", "phase 2 [", "phase 2 now [")
    assert " M data/agents/tertinib.yaml" in refused(copied, "--version", "2027.1")


def test_a_release_that_git_knows_but_the_folder_does_not_is_refused(copied: Path) -> None:
    git(copied, "tag", "v2026.10")
    assert "2026.10 was released but is not in" in refused(copied, "--version", "2027.1")
    git(copied, "tag", "v2027.1")
    assert "2027.1 was released already" in refused(copied, "--version", "2027.1")


def test_a_catalogue_with_problems_is_refused(copied: Path) -> None:
    edit(copied, "data/agents/tertinib.yaml", "routes: [oral]", "routes: [orl]")
    message = refused(copied, "--version", "2027.1", "--allow-dirty")
    assert "data/agents/tertinib.yaml:5:10: field-choice" in message


def test_a_site_builder_that_refuses_leaves_everything(copied: Path) -> None:
    with mock.patch("dermatheca.release.freeze.run_mkdocs", side_effect=BuildError("a broken link")):
        assert "a broken link" in refused(copied, "--version", "2027.1")


def test_a_doi_is_told_where_it_is_given(released: Released) -> None:
    assert [one.doi for one in read_releases(released.root / "releases")] == [
        "10.5281/zenodo.12345",
        "10.5281/zenodo.1",
    ]
    html = (released.site / "versions/index.html").read_text(encoding="utf-8")
    assert 'href="https://doi.org/10.5281/zenodo.12345"' in html
    found = json.loads((released.site / "v/versions.json").read_text(encoding="utf-8"))
    assert [one["doi"] for one in found["versions"]] == ["10.5281/zenodo.12345", "10.5281/zenodo.1"]


@pytest.mark.parametrize("text", ['"2026.12": javascript:alert(1)\n', "- 1\n", '"../x": 10.5281/zenodo.1\n', "a: ["])
def test_dois_that_are_none_stop_the_build(copied: Path, text: str) -> None:
    (copied / "releases/dois.yaml").write_text(text, encoding="utf-8")
    done = call("build.py", "--root", str(copied))
    assert done.returncode == 1
    assert "dois.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_what_to_run_and_runs_nothing(released: Released) -> None:
    assert "git tag --annotate v2026.12 -m 'Dermatheca 2026.12'" in released.printed
    assert (
        "git add CITATION.cff pyproject.toml CHANGELOG.md .zenodo.json && git commit -m 'Release 2026.12'"
        in released.printed
    )
    assert "make site-with-releases" in released.printed
    assert (released.root / "releases/.gitattributes").read_text(encoding="utf-8") == "* -text\n"
    assert git(released.root, "log", "--format=%s").splitlines()[0] == "Release 2026.11, and changes"
    done = call("release.py", "--root", str(released.root), "--verify")
    assert done.stdout == "2 releases, every byte as it was released\n"
