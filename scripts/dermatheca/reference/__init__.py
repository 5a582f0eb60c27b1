"""From a DOI or a PubMed id to an entry in references.bib."""
