"""The client against good, slow, failing, lying and dead servers."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import services
from dermatheca.fetch.adapter import Limits, Pace, Patience
from dermatheca.fetch.address import objection
from dermatheca.fetch.client import Client
from dermatheca.fetch.errors import FetchError, Trouble, duration
from services import World

LIMITS = Limits(pause=0, connect=2, read=0.6, total=1.5, patience=1, retries=2, size=200_000)


@pytest.fixture
def world() -> Iterator[World]:
    with services.world() as world:
        yield world


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    made: list[Client] = []

    def client(limits: Limits = LIMITS, loopback: bool = True) -> Client:
        made.append(Client(tmp_path / "cache/answers.sqlite", limits, loopback=loopback))
        return made[-1]

    yield client
    for one in made:
        one.close()


def ask(client: Client, world: World, path: str = "/crossref/works/10.1000%2Fsample_1") -> dict[str, object]:
    answer: dict[str, object] = client.ask("Sample", world.base + path, {}, "json", json.loads, "DOI 10.1000/sample_1")
    return answer


def failure(client: Client, world: World) -> FetchError:
    with pytest.raises(FetchError) as caught:
        ask(client, world)
    return caught.value


def test_an_answer_is_read_and_the_client_says_who_it_is(make: Callable[..., Client], world: World) -> None:
    assert ask(make(), world)["status"] == "ok"
    assert world.agents == {"Dermatheca (+https://github.com/dermatheca/dermatheca)"}


def test_a_fresh_answer_comes_from_the_cache(make: Callable[..., Client], world: World) -> None:
    world.cache_control = "max-age=3600"
    for _ in range(2):  # a second client finds the cache of the first
        client = make()
        assert ask(client, world) == ask(client, world)
    assert len(world.asked) == 1


def test_a_stale_answer_is_revalidated_by_its_etag(make: Callable[..., Client], world: World) -> None:
    client = make()
    first = ask(client, world)
    assert [ask(client, world), ask(client, world)] == [first, first]
    assert dict(world.counts) == {200: 1, 304: 2}


def test_a_changed_answer_replaces_the_stale_one(make: Callable[..., Client], world: World) -> None:
    client = make()
    ask(client, world)
    world.works["10.1000/sample_1"] = services.changed(services.WORK, volume="77")
    answer = ask(client, world)["message"]
    assert isinstance(answer, dict)
    assert answer["volume"] == "77"


def test_what_must_not_be_stored_is_not(make: Callable[..., Client], world: World) -> None:
    world.cache_control = "no-store"
    client = make()
    ask(client, world), ask(client, world)
    assert dict(world.counts) == {200: 2}


def test_a_cache_that_is_none_is_replaced(make: Callable[..., Client], world: World, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/answers.sqlite").write_text("no database, but a text that is long enough\n" * 99)
    assert ask(make(), world)["status"] == "ok"


@pytest.mark.parametrize(
    ("fault", "trouble", "words"),
    [
        (services.html, Trouble.MALFORMED, "text/html instead of JSON"),
        (services.broken_json, Trouble.MALFORMED, "Unterminated string"),
        (services.status(200, "[" * 50_000), Trouble.MALFORMED, "recursion"),
        (services.status(200, "\xff", "application/json"), Trouble.MALFORMED, "Expecting value"),
        (services.status(200, "x", Content_Encoding="gzip"), Trouble.MALFORMED, "cannot be read"),
        (services.cut_short, Trouble.FAILED, "broke off"),
        (services.hang_up, Trouble.FAILED, "broke off"),
        (services.endless(), Trouble.TOO_LARGE, "more than 200,000 bytes"),
        (services.endless(503), Trouble.TOO_LARGE, "more than 200,000 bytes"),
        (services.status(200, "1" * 300_000), Trouble.TOO_LARGE, "more than 200,000 bytes"),
        (services.silent, Trouble.TIMED_OUT, "within 0.6 seconds"),
        (services.dripping_body, Trouble.TIMED_OUT, "within 2 seconds"),
        (services.dripping_header, Trouble.TIMED_OUT, "within 2 seconds"),
        (services.status(404, '{"error": 1}'), Trouble.NOT_FOUND, "knows nothing under DOI 10.1000/sample_1"),
        (services.status(404, "<html>", "text/html"), Trouble.FAILED, "status 404"),
        (services.status(403), Trouble.FAILED, "status 403"),
        (services.status(204), Trouble.FAILED, "status 204"),
        (services.status(500), Trouble.FAILED, "status 500"),
        (services.status(429), Trouble.RATE_LIMITED, "slow down; try again later"),
        (services.status(429, Retry_After="7200"), Trouble.RATE_LIMITED, "try again in 2 hours"),
        (services.status(503, Retry_After="90"), Trouble.RATE_LIMITED, "try again in 90 seconds"),
        (services.status(429, Retry_After="nonsense"), Trouble.RATE_LIMITED, "slow down; try again"),
        (services.status(429, Retry_After="Fri, 31 Dec 2199 23:59:59 GMT"), Trouble.RATE_LIMITED, "try again in"),
        (services.redirect("file:///etc/passwd"), Trouble.UNSAFE, "is no web address"),
        (services.redirect("ftp://example.org/"), Trouble.UNSAFE, "is no web address"),
        (services.redirect("https://example.org/"), Trouble.UNSAFE, "'example.org' is not '127.0.0.1'"),
        (services.redirect("http://example.org/"), Trouble.UNSAFE, "is not https"),
        (services.redirect("https://169.254.169.254/"), Trouble.UNSAFE, "is no public address"),
        (services.redirect("http://[broken/"), Trouble.MALFORMED, "cannot be read"),
        (services.redirect("/crossref/works/10.1000%2Fsample_1"), Trouble.UNSAFE, "more than 5 redirects"),
    ],
)
def test_every_failure_has_its_words(
    make: Callable[..., Client], world: World, fault: services.Fault, trouble: Trouble, words: str
) -> None:
    world.faults["/crossref"] = fault
    start = time.monotonic()
    error = failure(make(), world)
    assert (error.trouble, error.service) == (trouble, "Sample")
    assert words in str(error)
    assert str(error).startswith("Sample ")
    assert time.monotonic() - start < 5


def test_a_bomb_in_gzip_is_cut_off(make: Callable[..., Client], world: World) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    world.faults["/crossref"] = lambda request: request.answer(bomb, Content_Encoding="gzip")
    assert failure(make(), world).trouble is Trouble.TOO_LARGE


def test_gzip_is_read_and_kept(make: Callable[..., Client], world: World) -> None:
    body = gzip.compress(b'{"status": "ok"}')
    world.faults["/crossref"] = lambda request: request.answer(
        body, Content_Encoding="gzip", Cache_Control="max-age=60"
    )
    client = make()
    assert ask(client, world) == ask(client, world) == {"status": "ok"}
    assert len(world.asked) == 1


def test_a_malformed_answer_is_not_kept(make: Callable[..., Client], world: World) -> None:
    world.faults["/crossref"] = services.first(1, services.status(200, "{", Cache_Control="max-age=3600"))
    client = make()
    assert failure(client, world).trouble is Trouble.MALFORMED
    assert ask(client, world)["status"] == "ok"


def test_a_stale_answer_never_hides_that_the_service_is_down(make: Callable[..., Client], world: World) -> None:
    client = make()
    ask(client, world)
    world.faults["/crossref"] = services.status(500)
    assert failure(client, world).trouble is Trouble.FAILED


def test_a_server_that_asks_to_wait_is_waited_for(make: Callable[..., Client], world: World) -> None:
    world.faults["/crossref"] = services.first(1, services.status(429, Retry_After="1"))
    start = time.monotonic()
    assert ask(make(Limits(pause=0, patience=2)), world)["status"] == "ok"
    assert time.monotonic() - start >= 1
    assert len(world.asked) == 2


def test_a_server_that_asks_to_wait_too_long_is_not_asked_again(make: Callable[..., Client], world: World) -> None:
    world.faults["/crossref"] = services.status(429, Retry_After="61")
    assert failure(make(Limits(pause=0, patience=60)), world).wait == 61
    assert len(world.asked) == 1


def test_a_failing_server_is_asked_a_bounded_number_of_times(make: Callable[..., Client], world: World) -> None:
    world.faults["/crossref"] = services.status(502)
    failure(make(), world)
    assert len(world.asked) == 1 + LIMITS.retries


def test_a_redirect_at_home_is_followed(make: Callable[..., Client], world: World) -> None:
    world.faults["/crossref/works/10.1000%2Fold"] = services.redirect("/crossref/works/10.1000%2Fsample_1", 301)
    assert ask(make(), world, "/crossref/works/10.1000%2Fold")["status"] == "ok"


def test_a_dead_service_is_offline(make: Callable[..., Client]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match=r"^Sample cannot be reached \(no connection\); is this machine online\?$"):
        make().ask("Sample", f"http://127.0.0.1:{port}/", {}, "json", json.loads, "x")


def test_a_name_that_is_not_known_is_offline(make: Callable[..., Client]) -> None:
    with pytest.raises(FetchError, match=r"^Sample cannot be reached \(its name is not known here\)"):
        make().ask("Sample", "https://no-such-host.invalid/", {}, "json", json.loads, "x")


def test_loopback_is_asked_only_where_it_is_allowed(make: Callable[..., Client], world: World) -> None:
    assert "is this very machine" in str(failure(make(loopback=False), world))
    assert world.asked == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://example.org/a", ""),
        ("http://example.org/a", "not https"),
        ("https://127.0.0.1/", "this very machine"),
        ("https://[::1]/", "this very machine"),
        ("https://localhost/", "this very machine"),
        ("https://10.0.0.1/", "no public address"),
        ("https://[fe80::1]/", "no public address"),
        ("https:///path", "no web address"),
        ("javascript:alert(1)", "no web address"),
        ("https://[broken", "no web address"),
    ],
)
def test_addresses_that_must_not_be_asked(url: str, words: str) -> None:
    assert words in objection(url, loopback=False)
    assert bool(words) == bool(objection(url, loopback=False))


def test_no_password_of_a_netrc_is_sent(
    make: Callable[..., Client], world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    seen: list[str | None] = []

    def note(request: services.Request) -> None:
        seen.append(request.headers.get("Authorization"))
        request.server.good(request)

    world.faults["/crossref"] = note
    ask(make(), world)
    assert seen == [None]


def test_one_host_is_asked_once_in_a_pause_and_others_meanwhile() -> None:
    waited: list[float] = []
    pace = Pace(5)
    for url in ("https://a.example/1", "https://b.example/", "https://a.example/2", "https://A.example/3"):
        pace.wait(url, waited.append)
    assert [round(seconds) for seconds in waited] == [5, 10]


def test_loopback_has_no_pace_unless_it_is_asked_for() -> None:
    waited: list[float] = []
    for pace in (Pace(5), Pace(5, loopback_too=True)):
        pace.wait("http://127.0.0.1:1/", waited.append)
        pace.wait("http://127.0.0.1:1/", waited.append)
    assert [round(seconds) for seconds in waited] == [5]


def test_a_date_to_wait_for_becomes_seconds() -> None:
    assert Patience().parse_retry_after("12") == 12
    assert Patience().parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert Patience().parse_retry_after("soon") == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.5, "0.5 seconds"), (1, "1 second"), (90, "90 seconds"), (121, "3 minutes"), (7200, "2 hours")],
)
def test_durations_for_a_person(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_look_tries_get_where_head_does_not_do(make: Callable[..., Client], world: World) -> None:
    def only_get(request: services.Request) -> None:
        if request.command == "HEAD":
            request.answer("", status=405)
        else:
            services.endless()(request)

    world.faults["/web/label"] = only_get
    assert make().look(f"{world.base}/web/label").status == 200
    assert [line.split()[0] for line in world.asked] == ["HEAD", "GET"]


def test_look_follows_redirects_to_the_end(make: Callable[..., Client], world: World) -> None:
    world.faults["/web/old"] = services.redirect("/web/label", 301)
    reply = make().look(f"{world.base}/web/old")
    assert (reply.status, reply.url) == (200, f"{world.base}/web/label")
