"""Seats: rostrum, halls, banquet tables, photographs; who sits where, in which order, and when guests may know."""
