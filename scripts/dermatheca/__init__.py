"""Dermatheca: from YAML and BibTeX to a cited site.

The steps, in order; each imports only steps above it:

    read    documents with a file, line and column for every value
    model   typed entities, one declaration of every field
    link    one Catalogue: ids resolved, indexes both ways
    check   rules -> problems
    view    pure functions: what one page says
    write   pages, figures, citation exports
    stage   build/docs, all that a site builder needs
"""
