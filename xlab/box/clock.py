"""The machine's own clock, as systemd keeps it: whether the network steers it, and setting it.

Setting needs a rule of polkit, never root. timedated starts when it is asked and ends by itself when it is not.
"""

import asyncio
from contextlib import suppress
from typing import Any, Final, Literal

from dbus_fast import AuthError, BusType, InvalidAddressError, Message, MessageType
from dbus_fast.aio import MessageBus

SERVICE: Final = "org.freedesktop.timedate1"
_PATH: Final = "/org/freedesktop/timedate1"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"

ANSWER_SECONDS: Final = 10.0
"""It starts for each question anew, which a Pi under full load takes seconds for."""

_REFUSED: Final = ("AccessDenied", "AuthFailed", "NotAuthorized", "InteractiveAuthorizationRequired")
_STEERED: Final = "AutomaticTimeSyncEnabled"


class ClockTrouble(Exception):
    """The machine's clock was not set: ``refused`` by the system's rules, or ``away``: nothing here could set it."""

    def __init__(self, reason: Literal["refused", "away"]) -> None:
        super().__init__(reason)
        self.reason: Literal["refused", "away"] = reason


async def synchronised() -> bool:
    """Whether the network steers the clock, and has set it; False where nobody can say."""
    try:
        reply = await _ask([(_PROPERTIES, "Get", "ss", [SERVICE, "NTPSynchronized"])])
    except ClockTrouble:
        return False
    return bool(reply.body[0].value)


async def set_time(wall: float) -> None:
    """Set the clock to ``wall``, seconds since 1970. Raises :class:`ClockTrouble`."""
    to = (SERVICE, "SetTime", "xbb", [round(wall * 1_000_000), False, False])
    try:
        await _ask([to])
    except _Steered:
        # The network is meant to steer it and never did, or the kit would not be asked: pause that, and let it go on
        # afterwards, so that a kit that is home again finds the time by itself.
        await _ask([(SERVICE, "SetNTP", "bb", [False, False]), to, (SERVICE, "SetNTP", "bb", [True, False])])


class _Steered(Exception):
    """Nobody may set the clock while the network is meant to."""


async def _ask(calls: list[tuple[str, str, str, list[Any]]]) -> Message:
    """Make these calls, one after the other; the answer to the last. Raises :class:`ClockTrouble` and `_Steered`.

    All are made, also where one is refused, so that what was paused goes on.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    except AuthError:
        raise ClockTrouble("refused") from None
    except (OSError, EOFError, InvalidAddressError):  # TimeoutError is an OSError
        raise ClockTrouble("away") from None
    try:
        replies = [await _call(bus, *call) for call in calls]
    except (OSError, EOFError):
        raise ClockTrouble("away") from None
    finally:
        bus.disconnect()
        with suppress(Exception):
            async with asyncio.timeout(0.5):
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
    for reply in replies:
        if reply.message_type is MessageType.ERROR:
            word = (reply.error_name or "").rpartition(".")[2]
            if word == _STEERED:
                raise _Steered
            raise ClockTrouble("refused" if word in _REFUSED else "away")
    return replies[-1]


async def _call(bus: MessageBus, interface: str, member: str, signature: str, body: list[Any]) -> Message:
    async with asyncio.timeout(ANSWER_SECONDS):
        return await bus.call(Message(SERVICE, _PATH, interface, member, signature=signature, body=body))
