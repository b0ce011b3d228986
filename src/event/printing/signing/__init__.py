"""The papers of the signing: lists, run sheet, table cards, slides, records, ledger and the report of a year."""
