"""Warm Welcome: what may a place know about me."""
