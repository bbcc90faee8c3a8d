"""What changed from one period to the next in what comes in, in the scores, and in how far they can be trusted."""
