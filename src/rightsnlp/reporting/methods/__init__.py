"""Paragraphs on methods that a paper can paste, and citations."""
