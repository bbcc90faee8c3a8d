"""The linear classifier on hashed n-grams."""
