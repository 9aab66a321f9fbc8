"""Is the box well: what is wrong with radio, screen, disk or network, and what to do about it."""

from xlab.box.finding import Finding

__all__ = ["Finding"]
