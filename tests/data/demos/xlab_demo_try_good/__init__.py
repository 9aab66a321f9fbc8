"""A package with an __init__.py, as most are; the others do without."""
