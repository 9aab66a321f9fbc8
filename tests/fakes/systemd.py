"""A stand-in for systemd on the stand-in's system bus: restarts the stand-in for BlueZ, if it allows us to."""

import asyncio
from types import TracebackType
from typing import Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.fakes.bluez import ANSWER_SECONDS, BlueZStandIn


class SystemdStandIn:
    """Answers as ``org.freedesktop.systemd1`` beside a running :class:`BlueZStandIn`; a context manager.

    ``allows`` is what polkit says. ``asked`` holds the calls, as ``RestartUnit bluetooth.service``.
    """

    def __init__(self, bluez: BlueZStandIn, *, allows: bool = True) -> None:
        self.allows = allows
        self.asked: list[str] = []
        self._bluez = bluez
        self._bus: MessageBus | None = None

    def __enter__(self) -> Self:
        asyncio.run_coroutine_threadsafe(self._join(), self._bluez.loop).result(ANSWER_SECONDS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        assert self._bus is not None
        self._bluez.loop.call_soon_threadsafe(self._bus.disconnect)

    async def _join(self) -> None:
        self._bus = await MessageBus(bus_address=self._bluez.address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name("org.freedesktop.systemd1")

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        self.asked.append(f"{message.member} {message.body[0]}")
        if not self.allows:
            name = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"
            return Message.new_error(message, name, "Interactive authentication required.")
        if message.member == "RestartUnit":
            self._restarting = asyncio.ensure_future(self._bluez.come_back())
            return Message.new_method_return(message, "o", ["/org/freedesktop/systemd1/job/1"])
        return Message.new_method_return(message)
