"""Persons across editions: who is who, and who should be asked again."""
