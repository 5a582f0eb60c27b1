"""Figures as Vega-Lite specifications with their words and their data; `write.figures` draws them."""
