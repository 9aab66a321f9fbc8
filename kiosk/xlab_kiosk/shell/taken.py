"""What became of the wish to take a picture home. Pure."""

from typing import Literal

import msgspec


class Taken(msgspec.Struct, frozen=True):
    """What became of the wish: nothing yet, being kept, here at ``url`` for ``left`` more seconds, or not possible."""

    step: Literal["none", "wait", "here", "failed"] = "none"
    url: str = ""
    left: int = 0
