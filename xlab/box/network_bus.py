"""The way to NetworkManager: one connection to the system bus, made when it is needed and made anew when it broke."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Literal

from dbus_fast import AuthError, BusType, InvalidAddressError, Message, MessageFlag, MessageType
from dbus_fast.aio import MessageBus

SERVICE: Final = "org.freedesktop.NetworkManager"
ROOT: Final = "/org/freedesktop/NetworkManager"
SETTINGS: Final = f"{ROOT}/Settings"
OBJECTS: Final = "/org/freedesktop"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"

ANSWER_SECONDS: Final = 10.0
"""NetworkManager answers at once; a Pi under full load takes a while to come round to it."""

_REFUSED: Final = (
    "AccessDenied",
    "AuthFailed",
    "NotAuthorized",
    "PermissionDenied",
    "InteractiveAuthorizationRequired",
)
_AWAY: Final = ("ServiceUnknown", "NameHasNoOwner", "NoReply", "Disconnected", "Spawn.ServiceNotFound")

Trouble = Literal["away", "refused", "failed"]


class NetworkTrouble(Exception):
    """NetworkManager is ``away`` here, ``refused`` what was asked, or it ``failed``: then ``what`` says how."""

    def __init__(self, reason: Trouble, what: str = "") -> None:
        super().__init__(f"{reason}: {what}" if what else reason)
        self.reason: Trouble = reason
        self.what = what


class Bus:
    """Calls of NetworkManager, and what it says by itself. On one loop; calls may overlap."""

    def __init__(self) -> None:
        self._bus: MessageBus | None = None
        self._connecting = asyncio.Lock()
        self._listeners: list[asyncio.Queue[Message]] = []

    async def call(self, path: str, interface: str, member: str, signature: str = "", *body: Any) -> list[Any]:
        """The answer to a call; ``interface`` without what all of NetworkManager's share. Raises NetworkTrouble.

        Never starts NetworkManager: where it does not run, somebody has decided so.
        """
        whole = interface if interface.startswith("org.") else f"{SERVICE}.{interface}".rstrip(".")
        bus = await self._connected()
        flag = MessageFlag.NO_AUTOSTART
        message = Message(SERVICE, path, whole, member, flags=flag, signature=signature, body=list(body))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reply = await bus.call(message)
        except (OSError, EOFError) as error:  # TimeoutError is an OSError
            await self.close()
            raise NetworkTrouble("away") from error
        if reply.message_type is MessageType.ERROR:
            raise _trouble(reply.error_name or "", str(reply.body[0]) if reply.body else "")
        return list(reply.body)

    async def get(self, path: str, interface: str, name: str) -> Any:
        """One property. Raises NetworkTrouble."""
        return (await self.call(path, PROPERTIES, "Get", "ss", f"{SERVICE}.{interface}".rstrip("."), name))[0].value

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Message]]:
        """Everything that objects of NetworkManager say of their state from now on."""
        queue: asyncio.Queue[Message] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            yield queue
        finally:
            self._listeners.remove(queue)

    async def close(self) -> None:
        """Let go of the bus. The next call connects anew."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.disconnect()
            with suppress(Exception):
                async with asyncio.timeout(0.5):
                    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _connected(self) -> MessageBus:
        async with self._connecting:
            if self._bus is not None and self._bus.connected:
                return self._bus
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
                    bus.add_message_handler(self._heard)
                    rule = f"type='signal',sender='{SERVICE}',member='StateChanged'"
                    service, path = "org.freedesktop.DBus", "/org/freedesktop/DBus"
                    await bus.call(Message(service, path, service, "AddMatch", signature="s", body=[rule]))
            except AuthError:
                raise NetworkTrouble("refused") from None
            except (OSError, EOFError, InvalidAddressError):
                raise NetworkTrouble("away") from None
            self._bus = bus
            return bus

    def _heard(self, message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and message.member == "StateChanged":
            for queue in self._listeners:
                queue.put_nowait(message)


def _trouble(name: str, text: str) -> NetworkTrouble:
    word = name.rpartition(".")[2]
    if word in _REFUSED:
        return NetworkTrouble("refused", text)
    if any(name.endswith(away) for away in _AWAY):
        return NetworkTrouble("away", text)
    return NetworkTrouble("failed", text)
