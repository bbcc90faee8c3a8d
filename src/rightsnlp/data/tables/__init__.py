"""Tables in and out: formats, encodings, spreadsheets."""
