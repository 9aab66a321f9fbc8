"""A stand-in for systemd's timedated on a system bus of its own: keeps a clock, or refuses as polkit does."""

import asyncio
from typing import Self

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import PrivateBus

SERVICE = "org.freedesktop.timedate1"


class TimedateStandIn:
    """Answers as ``org.freedesktop.timedate1`` in the loop of the test; an async context manager.

    ``address`` is what ``DBUS_SYSTEM_BUS_ADDRESS`` must say. ``allows`` is what polkit says, ``steered`` whether the
    network is meant to set the clock, ``synchronised`` whether it did. ``wall`` is what the clock was set to.
    """

    def __init__(self, *, allows: bool = True, steered: bool = False, synchronised: bool = False) -> None:
        self.allows = allows
        self.steered = steered
        self.synchronised = synchronised
        self.wall = 0.0
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
        if message.member == "Get":
            return Message.new_method_return(message, "v", [Variant("b", self.synchronised)])
        if not self.allows:
            name = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"
            return Message.new_error(message, name, "Interactive authentication required.")
        if message.member == "SetNTP":
            self.steered = message.body[0]
        elif self.steered:
            return Message.new_error(message, f"{SERVICE}.AutomaticTimeSyncEnabled", "Automatic time sync is enabled")
        else:
            self.wall = message.body[0] / 1_000_000
        return Message.new_method_return(message)
