"""How well the structure of pages is kept: rows, tables, reading order, what is left out."""
