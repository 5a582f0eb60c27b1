"""Measurements of the project by itself: a synthetic catalogue of any size, and the time and memory of every step."""
