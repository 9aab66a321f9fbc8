"""What hub and kiosk logged lately, as IT's page needs it."""

from typing import Literal, Protocol

from msgspec import Struct

Who = Literal["hub", "kiosk"]
Level = Literal["INFO", "WARNING", "ERROR"]


class Line(Struct, frozen=True, kw_only=True):
    """Something that was logged: ``when`` as 2026-11-22T14:05:12 by the machine's clock, ``more`` a traceback."""

    when: str
    level: Level
    part: str
    text: str
    more: str = ""


class Logs(Protocol):
    """``kit.logs``. May be called from any thread but the loop's."""

    def lines(self, who: Who, least: Level, limit: int = 200) -> tuple[Line, ...]:
        """The newest ``limit`` lines of at least that level, the newest first."""
        ...

    def whole(self, who: Who) -> bytes:
        """All that is kept, the oldest first, to be taken away."""
        ...
