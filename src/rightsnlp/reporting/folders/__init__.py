"""Folders that a paper can cite, and the check that they still hold."""
