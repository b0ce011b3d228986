"""Proposed seats at the tables of a banquet: who goes to which table, in which seat, and what could not be kept."""
