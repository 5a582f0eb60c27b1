"""PubMed through NCBI's E-utilities: efetch (XML) for records, esearch for the number of a DOI.

The record's form: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from pydantic import BaseModel

from dermatheca.fetch.client import Client
from dermatheca.fetch.errors import FetchError, Trouble
from dermatheca.fetch.record import Notice, Record, plain
from dermatheca.model.reference import Author
from dermatheca.model.vocabulary import RefStatus

NAME = "PubMed"
BATCH = 50
MAX_DEPTH = 60

_NOTICES = {
    "RetractionIn": RefStatus.RETRACTED,
    "PartialRetractionIn": RefStatus.CORRECTED,
    "ExpressionOfConcernIn": RefStatus.CONCERN,
    "ErratumIn": RefStatus.CORRECTED,
    "CorrectedandRepublishedIn": RefStatus.CORRECTED,
}


class _SearchResult(BaseModel):
    idlist: list[str]


class _Search(BaseModel):
    esearchresult: _SearchResult


@dataclass(frozen=True)
class PubMed:
    """PubMed's E-utilities at `base`."""

    client: Client
    base: str

    def article(self, pmid: str) -> Record:
        """The record of a PubMed id. Raises FetchError."""
        found = self.articles([pmid])
        if pmid not in found:
            raise FetchError(NAME, Trouble.NOT_FOUND, f"PMID {pmid}", status=404)
        return found[pmid]

    def articles(self, pmids: Iterable[str]) -> Mapping[str, Record]:
        """The records of at most BATCH PubMed ids, by id; an id that PubMed does not know is left out.

        Raises FetchError.
        """
        ids = ",".join(pmids)
        params = self._who() | {"db": "pubmed", "id": ids, "retmode": "xml"}
        return self.client.ask(NAME, f"{self.base}/efetch.fcgi", params, "xml", _read, f"PMID {ids}")

    def find(self, doi: str) -> Record | None:
        """The record with this very DOI, or None if PubMed has none. Raises FetchError."""
        params = self._who() | {"db": "pubmed", "term": f'"{doi}"[doi]', "retmode": "json", "retmax": "5"}
        ids = self.client.ask(NAME, f"{self.base}/esearch.fcgi", params, "json", _read_search, f"DOI {doi}")
        # The search forgives where it should not, so each hit is looked at.
        records = self.articles(ids) if ids else {}
        return next((record for record in records.values() if record.doi.lower() == doi.lower()), None)

    def _who(self) -> dict[str, str]:
        return {"tool": "dermatheca"} | ({"email": self.client.contact} if self.client.contact else {})


def parse_xml(body: bytes) -> ET.Element:
    """Parse XML that declares no entities and is not nested without end. Raises ValueError."""
    depth = 0

    def start(name: str, attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise ValueError(f"XML nested more than {MAX_DEPTH} deep")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*args: object) -> None:
        raise ValueError("XML that declares entities")

    guard = expat.ParserCreate()
    guard.StartElementHandler, guard.EndElementHandler, guard.EntityDeclHandler = start, end, entity
    try:
        guard.Parse(body, True)
        return ET.fromstring(body)
    except (expat.ExpatError, ET.ParseError, LookupError) as error:
        raise ValueError(f"broken XML, {error}") from error


def _read_search(body: bytes) -> list[str]:
    ids = _Search.model_validate(json.loads(body.decode("utf-8"))).esearchresult.idlist
    if not all(re.fullmatch("[0-9]{1,9}", ident) for ident in ids):
        raise ValueError("numbers that are none")
    return ids


def _read(body: bytes) -> Mapping[str, Record]:
    root = parse_xml(body)
    if root.tag != "PubmedArticleSet":
        raise ValueError(f"<{root.tag[:40]}> instead of <PubmedArticleSet>: {_text(root)[:80]}")
    records = [_article(item) for item in root.iter("PubmedArticle")]
    return {record.pmid: record for record in records}


def _article(item: ET.Element) -> Record:
    article = item.find("MedlineCitation/Article")
    pmid = _first(item, "MedlineCitation/PMID")
    if article is None or not pmid.isdigit():
        raise ValueError("a record without its number or its article")
    title = _first(article, "ArticleTitle").removesuffix(".")
    if title.startswith("[") and title.endswith("]"):  # translated
        title = title[1:-1].removesuffix(".")
    journals = (
        _first(item, "MedlineCitation/MedlineJournalInfo/MedlineTA"),
        _first(article, "Journal/ISOAbbreviation"),
        _first(article, "Journal/Title"),
    )
    issns = (_first(article, "Journal/ISSN"), _first(item, "MedlineCitation/MedlineJournalInfo/ISSNLinking"))
    return Record(
        service=NAME,
        title=title,
        authors=tuple(_authors(article)),
        journals=tuple(dict.fromkeys(name for name in journals if name)),
        issns=tuple(dict.fromkeys(issn for issn in issns if issn)),
        years=tuple(dict.fromkeys(_years(article))),
        volume=_first(article, "Journal/JournalIssue/Volume"),
        number=_first(article, "Journal/JournalIssue/Issue"),
        pages=_whole_pages(_first(article, "Pagination/MedlinePgn")),
        doi=_doi(item),
        pmid=pmid,
        types=tuple(_text(kind) for kind in article.findall("PublicationTypeList/PublicationType")),
        abstract=" ".join(
            filter(None, (_text(part, superscript="^") for part in article.findall("Abstract/AbstractText")))
        ),
        notices=tuple(_notices(item, article)),
    )


def _authors(article: ET.Element) -> Iterator[Author]:
    for author in article.findall("AuthorList/Author"):
        family, body = _first(author, "LastName"), _first(author, "CollectiveName")
        given = _first(author, "ForeName") or _first(author, "Initials")
        if family or body:
            yield Author(family=(family or body)[:400], given=given if family else "")


def _years(article: ET.Element) -> Iterator[int]:
    """The year of the issue, then that of the electronic publication."""
    for text in (
        _first(article, "Journal/JournalIssue/PubDate/Year"),
        _first(article, "Journal/JournalIssue/PubDate/MedlineDate"),
        _first(article, "ArticleDate/Year"),
    ):
        yield from (int(year) for year in re.findall(r"\b(?:19|20)[0-9]{2}\b", text)[:1])


def _doi(item: ET.Element) -> str:
    for path, key in (("PubmedData/ArticleIdList/ArticleId", "IdType"), (".//Article/ELocationID", "EIdType")):
        for ident in item.findall(path):
            if ident.get(key) == "doi":
                return _text(ident)
    return ""


def _notices(item: ET.Element, article: ET.Element) -> Iterator[Notice]:
    named = False
    for notice in item.findall("MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        status = _NOTICES.get(notice.get("RefType", ""))
        if status:
            named = named or status is RefStatus.RETRACTED
            pmid = _first(notice, "PMID")
            yield Notice(status, f"PMID {pmid}" if pmid else _first(notice, "RefSource") or NAME)
    types = {_text(kind) for kind in article.findall("PublicationTypeList/PublicationType")}
    if "Retracted Publication" in types and not named:
        yield Notice(RefStatus.RETRACTED, NAME)


def _whole_pages(pages: str) -> str:
    """'2335-48' -> '2335-2348'."""
    match = re.fullmatch(r"([0-9]+)-([0-9]+)", pages)
    if match and len(match[2]) < len(match[1]):
        return f"{match[1]}-{match[1][: len(match[1]) - len(match[2])]}{match[2]}"
    return pages


def _first(element: ET.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else _text(found)


def _text(element: ET.Element, superscript: str = "") -> str:
    """All text below `element`; `superscript` stands before what is raised, so that 10 to the 9th is not 109."""

    def parts(inner: ET.Element) -> Iterator[str]:
        yield inner.text or ""
        for child in inner:
            yield superscript if child.tag == "sup" else ""
            yield from parts(child)
            yield child.tail or ""

    return plain("".join(parts(element)))
