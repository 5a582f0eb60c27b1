"""Ask public services politely: Crossref, PubMed, ClinicalTrials.gov, openFDA, and the addresses of references.

Used by `make reference` and `make audit` only; a build never goes online. What a service says is not trusted: every
answer is bounded in size and time, must be of the kind asked for, and becomes a typed value or a FetchError.
"""
