"""Teaching packs: objectives, key points, slides, handout, questions and cards, all read off the catalogue."""
