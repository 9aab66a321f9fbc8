"""The Portable Xperience Lab: everything of the kit that runs without a screen."""

__version__ = "0.1.0"
