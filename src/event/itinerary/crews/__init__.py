"""Vehicles of the visit and of transfers, and who works on them."""
