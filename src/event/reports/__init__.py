"""Figures that span the slices: the dashboard, live."""
