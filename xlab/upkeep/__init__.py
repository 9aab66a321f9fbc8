"""The update file: what it says of itself, whether it may be taken, and how it is read without trusting it."""

from xlab.upkeep.about import About, AboutError, Machine, Refused, judge
from xlab.upkeep.state import State, read_state
from xlab.upkeep.updatefile import SUFFIX, check, make, take

__all__ = [
    "SUFFIX",
    "About",
    "AboutError",
    "Machine",
    "Refused",
    "State",
    "check",
    "judge",
    "make",
    "read_state",
    "take",
]
