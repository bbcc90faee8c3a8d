"""Cases for annotation tools, and their answers."""
