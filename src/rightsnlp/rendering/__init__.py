"""Words, numbers and tables as people read them, in English and Arabic."""
