"""Step 1, read: files become documents in which every value knows its place. Nothing here raises on bad input."""
