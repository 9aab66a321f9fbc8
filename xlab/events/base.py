"""What all facts have in common, and the words they share."""

from typing import Literal

import msgspec

Source = Literal["live", "recorded", "simulated"]
"""Where the input came from. Evidence of different sources is never mixed."""

Proximity = Literal["touch", "near", "far"]
"""How close a beacon is to a station: a band, never metres."""

PresenceKind = Literal["entered", "moved", "left"]

Role = Literal["badge", "prop", "pad"]
"""What a registered beacon is: carried by a visitor, fixed to a thing or a sample, or fixed to a station's pad."""

Outcome = Literal["finished", "idle", "home", "stopped", "crashed", "hung", "exited"]
"""How a run ended: by its own end, by idling, by the home button, by the facilitator, or by trouble."""

Value = bool | int | float | str
"""What a demo may record: plain values, described by the ``[evidence]`` table of its manifest."""


class BaseFact(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """A thing that happened. The log stores it under the name of its class."""
