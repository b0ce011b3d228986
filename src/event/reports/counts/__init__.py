"""Counts of guests by everything an organizer adds up; no names."""
