"""Models of posts: hashed n-grams, linear heads, calibration, thresholds, explanations, and files that hold them."""
