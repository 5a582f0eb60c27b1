"""Add a reference by its DOI or PubMed id: ask Crossref and PubMed, compare, and write one entry into references.bib.

The entry's `checked` is set only if both services know the paper and agree on title, first author, journal and year.
Nothing is written if anything goes wrong.
"""

import argparse
import datetime as dt
import sys
from pathlib import Path

from dermatheca.fetch.errors import FetchError
from dermatheca.fetch.services import add_arguments, services
from dermatheca.model.vocabulary import Design
from dermatheca.reference.add import Wanted, add
from dermatheca.reference.bibliography import CannotAddError
from dermatheca.reference.identifier import read_doi, read_pmid

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--doi", help="a DOI, bare, as 'doi:10...' or as an address")
    source.add_argument("--pmid", help="a PubMed id, bare or as an address")
    designs = [design.value for design in Design]
    parser.add_argument(
        "--design",
        choices=designs,
        metavar="DESIGN",
        help=f"what kind of source it is, one of: {', '.join(designs)} (default: as PubMed says)",
    )
    parser.add_argument("--key", default="", help="its key (default: family name, year, first word: simpson-2016-two)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    add_arguments(parser)
    arguments = parser.parse_args()
    try:
        doi = read_doi(arguments.doi) if arguments.doi is not None else ""
        pmid = read_pmid(arguments.pmid) if arguments.pmid is not None else ""
    except ValueError as error:
        parser.error(str(error))
    wanted = Wanted(doi, pmid, Design(arguments.design) if arguments.design else None, arguments.key)
    try:
        with services(arguments, arguments.root / "build/cache") as asked:
            added = add(arguments.root, asked, wanted, dt.date.today())
    except (CannotAddError, FetchError, OSError) as error:
        print(error, "nothing was written", sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was written", file=sys.stderr)
        return 1
    print(f"added '{added.reference.key}' at {added.place}", "", added.text, "", *added.notes, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
