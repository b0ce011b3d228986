"""Reports about hotels and rooms."""
