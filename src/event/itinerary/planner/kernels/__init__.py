"""The inner loops of the planner, compiled to machine code on first use; imported only where a plan is made.

All of them work on the arrays of `arrays.py`; times are units since midnight of the day at hand.
"""
