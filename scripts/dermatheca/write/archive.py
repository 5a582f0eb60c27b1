"""The whole site as one archive that works from a folder: links name files, for a folder has no server that would."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

# What a page links to: attributes of HTML and SVG, and the way on of a page that has moved.
_LINK = re.compile(r'(\s(?:href|action|xlink:href)="|content="0; url=)([^"#?]*)((?:[?#][^"]*)?")')


def for_a_folder(html: str) -> str:
    """The page with every link to a directory of this site leading to that directory's index.html."""
    return _LINK.sub(lambda match: match[1] + _named(match[2]) + match[3], html)


def _named(path: str) -> str:
    if not path or ":" in path or path.startswith("/"):
        return path
    if path.endswith("/"):
        return f"{path}index.html"
    return f"{path}/index.html" if path.rsplit("/", 1)[-1] in (".", "..") else path


def write_archive(site: Path, target: Path, name: str, seconds: int) -> int:
    """Pack the built `site` into the ZIP file `target`, in a folder `name`; the number of files comes back.

    The order of the files is that of their names. Raises OSError.
    """
    files = sorted(path for path in site.rglob("*") if path.is_file())
    entries = (
        (f"{name}/{path.relative_to(site).as_posix()}", for_a_folder(data.decode("utf-8")).encode())
        if path.suffix == ".html"
        else (f"{name}/{path.relative_to(site).as_posix()}", data)
        for path in files
        for data in [path.read_bytes()]
    )
    write_zip(target, entries, seconds)
    return len(files)


def write_zip(target: Path, entries: Iterable[tuple[str, bytes]], seconds: int) -> None:
    """Write files by name into a ZIP file; each bears the same time (`seconds` since 1970, UTC): the same files give the same bytes."""
    stamp = time.gmtime(max(seconds, 315532800))[:6]  # ZIP knows no time before 1980
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".gz")) else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
