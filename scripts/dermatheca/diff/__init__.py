"""Diff: what a change does to the catalogue, in clinical words. Stands beside the way from sources to pages.

Two catalogues become statements with stable keys (`units`), those are compared (`compare`), and what differs is told
(`tell`): nothing here depends on the order or the layout of a file.
"""
