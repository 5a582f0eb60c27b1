"""The public services on loopback: they speak the shapes of Crossref, PubMed, ClinicalTrials.gov and openFDA.

All content is invented. Whatever stands in `faults` for the beginning of a path is done instead of the good answer.
"""

from __future__ import annotations

import copy
import hashlib
import http.server
import json
import threading
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from serving import Silent

WORK: dict[str, Any] = {
    "DOI": "10.1000/sample_1",
    "type": "journal-article",
    "title": ["A sample trial in sample eczema &amp; <b>more</b>"],
    "author": [
        {"given": "Jane", "family": "Roe", "sequence": "first", "affiliation": []},
        {"given": "Hans", "family": "Müller", "sequence": "additional", "affiliation": [{"name": "Nowhere"}]},
    ],
    "container-title": ["Sample Journal"],
    "short-container-title": ["Sample J"],
    "ISSN": ["0000-0001"],
    "published-print": {"date-parts": [[2020, 3]]},
    "issued": {"date-parts": [[2020, 2, 1]]},
    "volume": "1",
    "issue": "2",
    "page": "1203-1214",
    "publisher": "Sample Press",
    "reference-count": 12,
}

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">0000-0001</ISSN><JournalIssue CitedMedium="Print">
<Volume>1</Volume><Issue>2</Issue><PubDate><Year>{year}</Year><Month>Mar</Month></PubDate></JournalIssue>
<Title>Sample journal</Title><ISOAbbreviation>Sample J</ISOAbbreviation></Journal>
<ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>1203-14</MedlinePgn></Pagination>
{abstract}<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>{family}</LastName><ForeName>Jane A</ForeName>
<Initials>JA</Initials></Author><Author ValidYN="Y"><LastName>Müller</LastName><ForeName>Hans</ForeName></Author>
<Author ValidYN="Y"><CollectiveName>Sample Study Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><PublicationTypeList>{types}</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>Sample J</MedlineTA></MedlineJournalInfo>
<CommentsCorrectionsList>{notices}</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId><ArticleId IdType="doi">{doi}</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle>"""

ARTICLE_SET = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.example.org/p.dtd">
<PubmedArticleSet>{}</PubmedArticleSet>"""

STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT00000001",
            "briefTitle": "A Study of Examplimab in Adults With Sample Eczema",
            "officialTitle": "A Randomized Study of EX-001 in Sample Eczema",
            "acronym": "SAMPLE-1",
        },
        "statusModule": {"overallStatus": "COMPLETED", "statusVerifiedDate": "2020-01"},
        "conditionsModule": {"conditions": ["Sample Eczema"]},
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Examplimab"}]},
    },
    "hasResults": True,
}

LABEL: dict[str, Any] = {
    "effective_time": "20250610",
    "set_id": "00000000-0000-0000-0000-000000000001",
    "openfda": {"brand_name": ["Exemplar"], "generic_name": ["EXAMPLIMAB"]},
}

NO_LABEL = {"error": {"code": "NOT_FOUND", "message": "No matches found!"}}

ABSTRACT = (
    "<Abstract><AbstractText Label='RESULTS'>At week 16, 61·5% (95% CI 55–68) of patients on examplimab and 20% on "
    "specimenib responded (difference 41.5 percentage points; 95% CI, 31 to 52; P&lt;.001). Median survival was 11.5 "
    "months on specimenib.</AbstractText></Abstract>"
)


def changed(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A deep copy with fields replaced; '_' in a name stands for '-'."""
    return copy.deepcopy(data) | {name.replace("_", "-"): value for name, value in more.items()}


def article(pmid: str = "1", types: tuple[str, ...] = ("Journal Article",), **more: str) -> str:
    """A PubMed article as XML."""
    words = {
        "title": "A sample trial in sample eczema &amp; more.",
        "family": "Roe",
        "year": "2020",
        "doi": "10.1000/sample_1",
        "abstract": ABSTRACT,
        "notices": "",
    }
    kinds = "".join(f'<PublicationType UI="D0">{kind}</PublicationType>' for kind in types)
    return ARTICLE.format(**(words | more), pmid=pmid, types=kinds)


def retraction(pmid: str = "99") -> str:
    """What PubMed says in the record of a retracted paper."""
    return (
        f'<CommentsCorrections RefType="RetractionIn"><RefSource>Sample J. 2022</RefSource><PMID Version="1">{pmid}'
        "</PMID></CommentsCorrections>"
    )


Fault = Callable[["Request"], None]


class Request(Silent):
    """One request; the server decides what is answered."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: World

    def do_GET(self) -> None:  # noqa: N802
        world = self.server
        world.asked.append(f"{self.command} {urllib.parse.unquote(self.path)}")
        world.agents.add(self.headers.get("User-Agent", ""))
        for start, fault in world.faults.items():
            if self.path.startswith(start):
                return fault(self)
        world.good(self)

    do_HEAD = do_GET  # noqa: N815

    def answer(self, body: str | bytes, kind: str = "application/json", status: int = 200, **headers: str) -> None:
        """Send one answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(data))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class World(http.server.ThreadingHTTPServer):
    """All services at once, with their contents and what was asked of them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.works: dict[str, dict[str, Any]] = {"10.1000/sample_1": WORK}
        self.notices: dict[str, list[dict[str, Any]]] = {}
        self.articles: dict[str, str] = {"1": article()}
        self.studies: dict[str, dict[str, Any]] = {"NCT00000001": STUDY}
        self.labels: dict[str, dict[str, Any]] = {"Exemplar": LABEL}
        self.pages: dict[str, int] = {"/web/label": 200}
        self.faults: dict[str, Fault] = {}
        self.cache_control = "max-age=0"
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.counts: Counter[int] = Counter()
        self.stopped = threading.Event()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What makes a command ask this server, and nobody else."""
        services = {f"DERMATHECA_{name.upper()}": f"{self.base}/{name}" for name in SERVICES}
        return services | {"DERMATHECA_CONTACT": ""}

    def good(self, request: Request) -> None:
        """The answer of a service in good health."""
        url = urllib.parse.urlsplit(request.path)
        query = {key: values[0] for key, values in urllib.parse.parse_qs(url.query).items()}
        service, _, rest = url.path.removeprefix("/").partition("/")
        {
            "crossref": self._crossref,
            "pubmed": self._pubmed,
            "registry": self._registry,
            "openfda": self._openfda,
            "web": self._web,
        }[service](request, urllib.parse.unquote(rest), query)

    def send(self, request: Request, body: str, kind: str = "application/json") -> None:
        """A good answer with an ETag, or 304 if the client has it."""
        tag = '"' + hashlib.sha256(body.encode()).hexdigest()[:16] + '"'
        headers = {"ETag": tag, "Cache_Control": self.cache_control}
        status = 304 if request.headers.get("If-None-Match") == tag else 200
        self.counts[status] += 1
        request.answer("" if status == 304 else body, kind, status, **headers)

    def _crossref(self, request: Request, path: str, query: dict[str, str]) -> None:
        if path == "works":
            doi = query["filter"].removeprefix("updates:")
            found = {"total-results": 0, "items": self.notices.get(doi, [])}
            return self.send(request, json.dumps({"status": "ok", "message-type": "work-list", "message": found}))
        work = self.works.get(path.removeprefix("works/"))
        if work is None:
            return request.answer("Resource not found.", "text/plain", 404)
        self.send(request, json.dumps({"status": "ok", "message-type": "work", "message": work}))

    def _pubmed(self, request: Request, path: str, query: dict[str, str]) -> None:
        if path == "esearch.fcgi":
            doi = query["term"].split('"')[1]
            ids = [pmid for pmid, text in self.articles.items() if f">{doi}<" in text]
            result = {"count": str(len(ids)), "retmax": "5", "idlist": ids}
            return self.send(request, json.dumps({"header": {"type": "esearch"}, "esearchresult": result}))
        found = "".join(self.articles.get(pmid, "") for pmid in query["id"].split(","))
        self.send(request, ARTICLE_SET.format(found), "text/xml; charset=UTF-8")

    def _registry(self, request: Request, path: str, query: dict[str, str]) -> None:
        study = self.studies.get(path.removeprefix("studies/"))
        if study is None:
            return request.answer("NCT number not found", "text/plain", 404)
        self.send(request, json.dumps(study))

    def _openfda(self, request: Request, path: str, query: dict[str, str]) -> None:
        label = self.labels.get(query["search"].split('"')[1])
        if label is None:
            return request.answer(json.dumps(NO_LABEL), status=404)
        self.send(request, json.dumps({"meta": {"results": {"total": 1}}, "results": [label]}))

    def _web(self, request: Request, path: str, query: dict[str, str]) -> None:
        status = self.pages.get(f"/web/{path}", 404)
        request.answer("<!doctype html><title>A page</title>", "text/html", status)


SERVICES = ("crossref", "pubmed", "registry", "openfda")


@contextmanager
def world() -> Iterator[World]:
    """The services, for the length of a test."""
    server = World()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


def html(request: Request) -> None:
    """A page of a captive portal where data were asked for."""
    request.answer("<html>Please log in</html>", "text/html")


def broken_json(request: Request) -> None:
    """JSON that ends in the middle, though its length is right."""
    request.answer('{"status": "ok", "message": {"DOI": "10.10')


def cut_short(request: Request) -> None:
    """Less than the length that was announced."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(b'{"status": "ok"')
    request.close_connection = True


def endless(status: int = 200) -> Fault:
    """A body without end."""

    def fault(request: Request) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.end_headers()
        while not request.server.stopped.is_set():
            request.wfile.write(b" " * 65_536)

    return fault


def dripping_header(request: Request) -> None:
    """A header sent letter by letter, so that no single wait is long."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not request.server.stopped.wait(0.05):
        request.wfile.write(b"x")
        request.wfile.flush()


def dripping_body(request: Request) -> None:
    """A body sent letter by letter."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.end_headers()
    while not request.server.stopped.wait(0.05):
        request.wfile.write(b" ")
        request.wfile.flush()


def silent(request: Request) -> None:
    """No answer at all."""
    request.server.stopped.wait(30)
    request.close_connection = True


def hang_up(request: Request) -> None:
    """The connection is closed without a word."""
    request.close_connection = True


def status(code: int, body: str = "{}", kind: str = "application/json", **headers: str) -> Fault:
    """An answer with this status."""
    return lambda request: request.answer(body, kind, code, **headers)


def redirect(target: str, code: int = 302) -> Fault:
    """An answer that leads elsewhere."""
    return status(code, "", Location=target)


def first(count: int, fault: Fault) -> Fault:
    """The fault for the first requests, then the good answer."""
    left = iter(range(count))

    def do(request: Request) -> None:
        if next(left, None) is None:
            request.server.good(request)
        else:
            fault(request)

    return do
