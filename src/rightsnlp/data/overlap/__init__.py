"""Copies and near-copies of posts, and splits that keep them together."""
