"""Reports about the signing ceremony and what became of its agreements."""
