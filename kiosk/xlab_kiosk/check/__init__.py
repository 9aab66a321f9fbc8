"""Checking a demo: what a visitor, a reader and the kit would find wrong with it."""
