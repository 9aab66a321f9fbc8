"""What stand-ins for services of the system share: a system bus of their own, and a name on it."""

import asyncio
from abc import ABC, abstractmethod
from typing import Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import PrivateBus

UNASKED = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"
"""The error of a service whose rules would have to ask somebody."""


class SystemService(ABC):
    """Answers as ``service`` in the loop of the test; an async context manager.

    ``address`` is what ``DBUS_SYSTEM_BUS_ADDRESS`` must say.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self._system_bus = PrivateBus(service)
        self.address = self._system_bus.address

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._system_bus.start)
        self._bus = await MessageBus(bus_address=self.address).connect()
        self._bus.add_message_handler(self._called)
        await self._bus.request_name(self._service)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._bus.disconnect()
        await asyncio.to_thread(self._system_bus.remove)

    def _called(self, message: Message) -> Message | None:
        return self.answer(message) if message.message_type is MessageType.METHOD_CALL else None

    @abstractmethod
    def answer(self, message: Message) -> Message:
        """The answer to a call."""
