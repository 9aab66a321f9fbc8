"""Grow the Pie: do we create value before we share it."""
