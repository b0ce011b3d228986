"""The ceremony itself: order and places, what lies ready, who is in the hall, and what was signed."""
