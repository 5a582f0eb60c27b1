"""Step 6, write: fill templates and write files. Nothing here decides."""
