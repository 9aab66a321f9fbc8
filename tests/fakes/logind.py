"""A stand-in for systemd's logind on a system bus of its own: goes down, or refuses as polkit does."""

import asyncio
from typing import Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import PrivateBus

SERVICE = "org.freedesktop.login1"


class LogindStandIn:
    """Answers as ``org.freedesktop.login1`` in the loop of the test; an async context manager.

    ``address`` is what ``DBUS_SYSTEM_BUS_ADDRESS`` must say. ``says`` is what it answers to whether it can: ``yes``,
    ``no``, ``challenge`` or ``na``. ``asked`` holds what it was told to do.
    """

    def __init__(self, says: str = "yes") -> None:
        self.says = says
        self.asked: list[str] = []
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
        if message.member in ("CanPowerOff", "CanReboot"):
            return Message.new_method_return(message, "s", [self.says])
        if self.says != "yes":
            name = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"
            return Message.new_error(message, name, "Interactive authentication required.")
        self.asked.append(message.member or "")
        return Message.new_method_return(message)
