"""Posts as hashed n-grams."""
