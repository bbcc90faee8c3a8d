"""Counts, shares, times, changes, and the cells that must not be shown."""
