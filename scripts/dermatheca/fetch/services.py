"""The services together: their addresses, the options of a command that set them, and a client for all."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

from dermatheca.fetch.adapter import Limits
from dermatheca.fetch.address import is_loopback, objection
from dermatheca.fetch.client import Client
from dermatheca.fetch.crossref import Crossref
from dermatheca.fetch.openfda import OpenFda
from dermatheca.fetch.pubmed import PubMed
from dermatheca.fetch.registry import Registry

CONTACT = "DERMATHECA_CONTACT"


@dataclass(frozen=True)
class Endpoints:
    """Base addresses, without a slash at the end."""

    crossref: str = "https://api.crossref.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    registry: str = "https://clinicaltrials.gov/api/v2"
    openfda: str = "https://api.fda.gov"


@dataclass(frozen=True)
class Services:
    """Everything that can be asked."""

    client: Client
    crossref: Crossref
    pubmed: PubMed
    registry: Registry
    openfda: OpenFda


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that every asking command has."""
    group = parser.add_argument_group(
        "services", "where and how to ask; each address can also be set in the environment, e.g. DERMATHECA_CROSSREF"
    )
    for field in fields(Endpoints):
        preset = os.environ.get(f"DERMATHECA_{field.name.upper()}") or getattr(Endpoints(), field.name)
        group.add_argument(f"--{field.name}", metavar="URL", type=_base, default=preset, help="default: %(default)s")
    limits = Limits()
    for name, what in (
        ("pause", "seconds between two requests to one host"),
        ("read", "seconds to wait for the next piece of an answer"),
        ("total", "seconds to wait for one answer in all"),
        ("patience", "seconds that a service may ask to wait before it is given up"),
    ):
        preset = getattr(limits, name)
        group.add_argument(
            f"--{name}", metavar="S", type=_seconds, default=preset, help=f"{what} (default: {preset:g})"
        )
    contact = os.environ.get(CONTACT, "")
    group.add_argument(
        "--contact", metavar="EMAIL", default=contact, help=f"an address services may write to (or set {CONTACT})"
    )


@contextmanager
def services(arguments: argparse.Namespace, cache: Path) -> Iterator[Services]:
    """Everything that can be asked as the options say, with the cache in the folder `cache`."""
    ends = endpoints(arguments)
    limits = replace(
        Limits(), pause=arguments.pause, read=arguments.read, total=arguments.total, patience=arguments.patience
    )
    # This very machine is asked only if a service was said to be on it: in tests.
    loopback = any(is_loopback(getattr(ends, field.name)) for field in fields(ends))
    client = Client(cache / "answers.sqlite", limits, arguments.contact, loopback)
    try:
        yield Services(
            client,
            Crossref(client, ends.crossref),
            PubMed(client, ends.pubmed),
            Registry(client, ends.registry),
            OpenFda(client, ends.openfda),
        )
    finally:
        client.close()


def endpoints(arguments: argparse.Namespace) -> Endpoints:
    """The addresses that the options say."""
    return Endpoints(**{field.name: getattr(arguments, field.name) for field in fields(Endpoints)})


def _base(text: str) -> str:
    why_not = objection(text, loopback=True)
    if why_not:
        raise argparse.ArgumentTypeError(f"must be an https address; {why_not}")
    return text.rstrip("/")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError(f"must be a number of seconds from 0 to 3600; found '{text}'")
    return value
