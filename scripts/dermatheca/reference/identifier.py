"""DOIs and PubMed ids as people paste them."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>{}\\]+")
_PMID = re.compile(
    r"(?:https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)?([1-9][0-9]{0,8})/?",
    re.IGNORECASE,
)


def read_doi(text: str) -> str:
    """The bare DOI of an address, of 'doi:10...' or of a DOI. Raises ValueError."""
    text = text.strip()
    bare = _DOI_PREFIX.sub("", text)
    if text.lower().startswith("http"):
        bare = unquote(bare.partition("?")[0].partition("#")[0])
    bare = bare.rstrip(".,;")
    if not _DOI.fullmatch(bare) or len(bare) > 200 or not bare.isprintable():
        raise ValueError(f"must be a DOI such as 10.1000/example; found '{text[:80]}'")
    return bare


def read_pmid(text: str) -> str:
    """The digits of a PubMed id, of 'PMID: 1' or of PubMed's address. Raises ValueError."""
    match = _PMID.fullmatch(text.strip())
    if not match:
        raise ValueError(f"must be a PubMed id such as 27690741; found '{text[:80]}'")
    return match[1]
