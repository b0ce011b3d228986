"""Badges printed at the desk: stations with a label printer, and what waits for them."""
