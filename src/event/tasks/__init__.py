"""Assignments with unit, person and due date."""
