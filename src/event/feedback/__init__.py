"""Suggestions of guests and the satisfaction survey."""
