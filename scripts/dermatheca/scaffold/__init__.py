"""Scaffold: begin an entry. Stands beside the way from sources to pages: it writes the sources that people then fill in.

Everything is read off the model (order, descriptions, vocabularies), so that a skeleton cannot drift from what
`validate` asks for. A skeleton is an entry whose missing facts are written down as empty values with a TODO mark:
each mark is exactly one problem of `validate`, at its own line, and an entry without marks has none. Optional parts are
comments; taking the '# ' away from their lines makes them count.
"""
