"""Seats on paper: plans in a labelled view, lists of tables, table cards and place cards."""
