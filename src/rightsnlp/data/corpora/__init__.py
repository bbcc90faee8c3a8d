"""Public corpora, which users fetch themselves."""
