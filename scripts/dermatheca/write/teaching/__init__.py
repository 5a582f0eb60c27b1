"""The files of a teaching pack: slides, cards, handout; each made from what `view.teaching` says, byte for byte again."""
