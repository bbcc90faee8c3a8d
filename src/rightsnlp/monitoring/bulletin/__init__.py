"""The bulletin: one set of figures as a page in English and in Arabic, tables, charts and JSON."""
