"""Asking a service of the system, over its bus: connect, call, let go. Refused is told from not there."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, Literal

from dbus_fast import AuthError, BusType, InvalidAddressError, Message
from dbus_fast.aio import MessageBus

ANSWER_SECONDS: Final = 10.0
"""Services that start when they are asked take a Pi under full load seconds."""

_REFUSED: Final = ("AccessDenied", "AuthFailed", "NotAuthorized", "InteractiveAuthorizationRequired")

Call = tuple[str, str, str, list[Any]]
"""Interface, member, signature and body of a call."""


class BusTrouble(Exception):
    """Nothing was done: ``refused`` by the system's rules, or ``away``: nothing here could do it."""

    def __init__(self, reason: Literal["refused", "away"]) -> None:
        super().__init__(reason)
        self.reason: Literal["refused", "away"] = reason


async def ask(service: str, path: str, calls: Sequence[Call]) -> list[Message]:
    """Make these calls, one after the other; the answers, errors among them. Raises :class:`BusTrouble`.

    All are made, also where one is refused.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    except AuthError:
        raise BusTrouble("refused") from None
    except (OSError, EOFError, InvalidAddressError):  # TimeoutError is an OSError
        raise BusTrouble("away") from None
    try:
        return [await _call(bus, service, path, *call) for call in calls]
    except (OSError, EOFError):
        raise BusTrouble("away") from None
    finally:
        bus.disconnect()
        with suppress(Exception):
            async with asyncio.timeout(0.5):
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


def error_word(reply: Message) -> str:
    """The last word of an error's name, as ``AccessDenied``; empty where the answer is none."""
    return (reply.error_name or "").rpartition(".")[2]


def trouble(word: str) -> BusTrouble:
    """What an error says of the call."""
    return BusTrouble("refused" if word in _REFUSED else "away")


async def _call(
    bus: MessageBus, service: str, path: str, interface: str, member: str, signature: str, body: list[Any]
) -> Message:
    async with asyncio.timeout(ANSWER_SECONDS):
        return await bus.call(Message(service, path, interface, member, signature=signature, body=body))
