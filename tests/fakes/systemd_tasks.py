"""A stand-in for systemd on a system bus of its own: begins tasks, or refuses as polkit does."""

import asyncio
from typing import Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import PrivateBus

SERVICE = "org.freedesktop.systemd1"


class TaskStandIn:
    """Answers as ``org.freedesktop.systemd1`` in the loop of the test; an async context manager.

    ``address`` is what ``DBUS_SYSTEM_BUS_ADDRESS`` must say, ``error`` what it answers instead, ``begun`` what it did.
    """

    def __init__(self, error: str = "") -> None:
        self.error = error
        self.begun: list[str] = []
        self._system_bus = PrivateBus(SERVICE)
        self.address = self._system_bus.address

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._system_bus.start)
        self._bus = await MessageBus(bus_address=self.address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name(SERVICE)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._bus.disconnect()
        await asyncio.to_thread(self._system_bus.remove)

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if self.error:
            return Message.new_error(message, self.error, "No.")
        self.begun.append(f"{message.member} {message.body[0]}")
        return Message.new_method_return(message, "o", ["/org/freedesktop/systemd1/job/1"])
