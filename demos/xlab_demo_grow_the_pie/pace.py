"""How long each moment of a play takes, in seconds; whatever people leave undone, it goes on by itself. Pure.

Whenever all leave, it comes to rest before the kit asks whether anybody is there: the longest way is a turn in which
one of two chose, two more in which nobody did, and a split that nobody touches, 43 seconds.
"""

from typing import Final

ALONE_S: Final = 8.0
"""How long the first to sit waits for somebody across the table before the machine sits down."""

FIRST_S: Final = 13.0
"""The first turn is also for reading; the clock stands still until somebody chose."""

DECIDE_S: Final = 9.0
"""Who has not chosen by then holds: that is what hesitating is."""

PASSIVE: Final = 2
"""Turns in a row in which no person chose; then nobody is there any more."""

THINK_S: Final = 1.4
"""How long a machine seems to think."""

REVEAL_S: Final = 2.8
FLIP_S: Final = 0.35
"""Of the revealing: both cards are turned over."""

ARRIVE_S: Final = 0.9
"""Of the revealing: by then the cards are in the pie or back at home."""

GROW_S: Final = 0.6
"""Of the revealing: then the pie takes so long to grow."""

ENDED_S: Final = 2.6
SPLIT_S: Final = 25.0
UNTOUCHED_S: Final = 12.0
"""The split closes when nobody has touched it for so long: what is claimed then counts."""

DESERTED_S: Final = 5.0
"""The same where nobody chose in the last turn either."""

SETTLE_S: Final = 0.4
"""Until a new scene stands still, and before which no finger can have meant its targets."""
