"""Forms: what people send through GitHub's issue forms, without git, becomes a change of the catalogue.

    spec       the four forms: their fields, each tied to a field of the model
    templates  the files of .github/ISSUE_TEMPLATE, made from spec
    body       the Markdown that GitHub makes of a filled-in form, cut into answers
    answers    answers become checked values; everything that is wrong is collected, in kind words
    agent, result, correction, reference   a typed submission of each form, and the change it makes
    reply      what is said back; nothing that a stranger wrote takes effect in it
    process    the way from a body to a change that is proven valid, or to a reply that says what to mend

A stranger's text is never evaluated, never part of a path before it is checked, and never reaches a shell.
"""
