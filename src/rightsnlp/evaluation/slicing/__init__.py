"""Figures of parts of the data."""
