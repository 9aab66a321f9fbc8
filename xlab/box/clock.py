"""The machine's own clock, as systemd keeps it: whether the network steers it, and setting it.

Setting needs a rule of polkit, never root. timedated starts when it is asked and ends by itself when it is not.
"""

from collections.abc import Sequence
from typing import Final

from dbus_fast import Message

from xlab.box import systembus
from xlab.box.systembus import BusTrouble, Call

SERVICE: Final = "org.freedesktop.timedate1"
_PATH: Final = "/org/freedesktop/timedate1"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_STEERED: Final = "AutomaticTimeSyncEnabled"


async def synchronised() -> bool:
    """Whether the network steers the clock, and has set it; False where nobody can say."""
    try:
        reply = await _ask([(_PROPERTIES, "Get", "ss", [SERVICE, "NTPSynchronized"])])
    except BusTrouble:
        return False
    return bool(reply.body[0].value)


async def set_time(wall: float) -> None:
    """Set the clock to ``wall``, seconds since 1970. Raises :class:`xlab.box.systembus.BusTrouble`."""
    to: Call = (SERVICE, "SetTime", "xbb", [round(wall * 1_000_000), False, False])
    try:
        await _ask([to])
    except _Steered:
        # The network is meant to steer it and never did, or the kit would not be asked: pause that, and let it go on
        # afterwards, so that a kit that is home again finds the time by itself.
        await _ask([(SERVICE, "SetNTP", "bb", [False, False]), to, (SERVICE, "SetNTP", "bb", [True, False])])


class _Steered(Exception):
    """Nobody may set the clock while the network is meant to."""


async def _ask(calls: Sequence[Call]) -> Message:
    """The answer to the last call. Raises :class:`BusTrouble` and `_Steered`."""
    replies = await systembus.ask(SERVICE, _PATH, calls)
    for word in filter(None, map(systembus.error_word, replies)):
        if word == _STEERED:
            raise _Steered
        raise systembus.trouble(word)
    return replies[-1]
