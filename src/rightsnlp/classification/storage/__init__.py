"""Models as folders: written, fetched, checked."""
