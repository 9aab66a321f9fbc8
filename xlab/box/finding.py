"""What a look at one part of the box found."""

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One sentence about one part, and what to do.

    ``ok`` is True if all is well, None if the kit works but something could be better, False if somebody should act.
    ``next_step`` says what to do, empty if nothing.
    """

    area: str
    ok: bool | None
    text: str
    next_step: str = ""
