"""What is taken to be so where nobody said otherwise, once for planning, the day itself and paper."""

USUAL_STAY = 40
"""Minutes at a stop."""
USUAL_LUNCH = 60
"""Minutes at a canteen."""
