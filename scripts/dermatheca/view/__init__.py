"""Step 5, view: pure functions from the Catalogue to what one page says. Nothing here reads a file."""
