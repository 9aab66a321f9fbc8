"""What BlueZ, the Bluetooth service of Linux, says of the radio, and how it is put right: adapter and service.

bleak tells none of this once a scan runs: when BlueZ restarts or the adapter is switched off and on, there are no more
advertisements and no error. So the scanner asks, once a second, over a connection of its own: one small call, addressed
to the very process that took the scan. Asking is preferred to listening for D-Bus signals, because an answer cannot be
missed, needs no state to be kept in step, and shows a service that hangs or a bus that died just as well.

What changes something here (power, a restart of the service) is done only when ``_ladder.py`` says so.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec
from dbus_fast import (
    AuthError,
    BusType,
    InvalidAddressError,
    Message,
    MessageFlag,
    MessageType,
    Variant,
    unpack_variants,
)
from dbus_fast.aio import MessageBus

from xlab.beacons.troubles import STATES, Kind, reason

ANSWER_SECONDS = 5.0
"""BlueZ answers these calls from memory within milliseconds; a Pi under full load has been seen to take one second."""

SERVICE = "org.bluez"
ADAPTER = "org.bluez.Adapter1"
DEVICE = "org.bluez.Device1"
PROPERTIES = "org.freedesktop.DBus.Properties"

UNIT = "bluetooth.service"
"""What systemd calls BlueZ, on every distribution that has both."""

OFF_SECONDS = 0.5
"""An adapter stays off for so long, that its controller has ended what it did."""

ON_TRIES = 3
"""An adapter that is just switching off may answer "busy" to being switched on."""


class Use(msgspec.Struct, frozen=True):
    """Who needs the adapter beside us: ``scanned``, somebody has a scan running; ``connected``, a device is."""

    scanned: bool
    connected: bool


class Trouble(Exception):
    """The radio cannot be used now. ``state`` and ``reason`` are for people, ``kind`` for decisions."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        self.kind = kind
        self.state = STATES[kind]
        self.reason = reason(kind, detail=detail)
        super().__init__(self.reason)


ERRORS: dict[Kind, tuple[str, ...]] = {
    "no_bluez": ("ServiceUnknown", "NameHasNoOwner", "Disconnected"),
    "missing": ("UnknownObject", "UnknownMethod", "UnknownInterface"),
    "refused": ("AccessDenied", "AuthFailed", "NotAuthorized", "NotPermitted"),
    "off": ("NotReady",),
    "busy": ("InProgress",),
    "mute": ("NoReply", "Timeout", "TimedOut"),
}
"""What the errors of D-Bus and BlueZ mean when we start, by the last word of their names."""


def trouble_of(error: str, *, listening: bool) -> Trouble:
    """What a D-Bus error name means for us. ``listening``: it came while a scan was running."""
    word = error.rpartition(".")[2]
    kind: Kind = next((kind for kind, words in ERRORS.items() if word in words), "failed")
    if listening and kind in ("no_bluez", "missing"):
        return Trouble("restarted" if kind == "no_bluez" else "unplugged")
    return Trouble(kind, f" ({word})" if kind == "failed" else "")


def choose(adapters: dict[str, dict[str, Any]], wanted: str | None) -> str:
    """The name of the adapter to scan with: the wanted one, else the first that is on and can listen for beacons.

    ``adapters`` maps names as ``hci0`` to the properties BlueZ gives them. Raises :class:`Trouble` if there is none.
    """
    if wanted is not None:
        adapters = {name: properties for name, properties in adapters.items() if name == wanted}
    # Older services do not tell roles; an adapter that tells them and lacks "central" cannot hear a beacon.
    able = {name: props for name, props in sorted(adapters.items()) if "central" in props.get("Roles", ["central"])}
    if not able:
        raise Trouble("missing", f" {wanted}" if wanted else " that can hear badges" if adapters else "")
    for name, properties in able.items():
        if properties.get("Powered"):
            return name
    blocked = all(properties.get("PowerState") == "off-blocked" for properties in able.values())
    raise Trouble("blocked" if blocked else "off")


class BlueZ:
    """A connection to BlueZ. Made by :func:`connect`."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._process = SERVICE

    async def adapter(self, wanted: str | None) -> str:
        """The adapter to scan with, see :func:`choose`. Remembers which process said so, for :meth:`check`."""
        self._process = SERVICE
        adapters = {path.rpartition("/")[2]: found for path, found in (await self._found(ADAPTER)).items()}
        return choose(adapters, wanted)

    async def use(self, adapter: str) -> Use:
        """Who uses the adapter while we do not scan. Raises :class:`Trouble`."""
        path = f"/org/bluez/{adapter}"
        mine = (await self._found(ADAPTER)).get(path, {})
        devices = (await self._found(DEVICE)).values()
        connected = any(device.get("Connected") for device in devices if device.get("Adapter") == path)
        return Use(scanned=bool(mine.get("Discovering")), connected=connected)

    async def switch_off_and_on(self, adapter: str, sleep: Callable[[float], Awaitable[None]]) -> bool:
        """Give the adapter a new start; whatever goes wrong on the way, the last is to switch it on.

        False if it did not come on, and :meth:`switch_on` is owed. Does not raise :class:`Trouble`.
        """
        try:
            await self._power(adapter, False)
        except Trouble:
            return await self.switch_on(adapter)
        for _ in range(ON_TRIES):
            await sleep(OFF_SECONDS)
            if await self.switch_on(adapter):
                return True
        return False

    async def switch_on(self, adapter: str) -> bool:
        """Switch the adapter on; whether it worked."""
        try:
            await self._power(adapter, True)
        except Trouble:
            return False
        return True

    async def restart_service(self, *, kill: bool) -> None:
        """Ask the system to start BlueZ anew; ``kill`` one that hangs, for which the system would wait 90 s.

        Raises :class:`Trouble` where the system does not let us. It lets root, and whom a rule of polkit allows to
        manage this unit.
        """
        if kill:
            await self._system("KillUnit", "ssi", [UNIT, "main", signal.SIGKILL])
        await self._system("RestartUnit", "ss", [UNIT, "replace"])

    async def _system(self, member: str, signature: str, body: list[Any]) -> None:
        path, interface = "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager"
        await self._ask(path, interface, member, signature, body, to="org.freedesktop.systemd1")

    async def _power(self, adapter: str, on: bool) -> None:
        body = [ADAPTER, "Powered", Variant("b", on)]
        await self._ask(f"/org/bluez/{adapter}", PROPERTIES, "Set", "ssv", body)

    async def _found(self, interface: str) -> dict[str, dict[str, Any]]:
        """The properties of all objects with this interface, by their path."""
        reply = await self._ask("/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
        # The unique name belongs to one process: a service that was restarted between two checks is noticed by it.
        self._process = reply.sender or SERVICE
        objects = reply.body[0].items()
        return {path: unpack_variants(has[interface]) for path, has in objects if interface in has}

    async def check(self, adapter: str) -> None:
        """Return if the adapter still scans for us, else raise :class:`Trouble`."""
        reply = await self._ask(f"/org/bluez/{adapter}", PROPERTIES, "GetAll", "s", [ADAPTER], listening=True)
        properties = unpack_variants(reply.body[0])
        if not properties.get("Powered"):
            raise Trouble("blocked" if properties.get("PowerState") == "off-blocked" else "off")
        # True as long as anyone has a scan running; BlueZ keeps it true through its own pauses.
        if not properties.get("Discovering"):
            raise Trouble("stopped")

    async def _ask(
        self,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        body: list[Any] | None = None,
        *,
        to: str | None = None,
        listening: bool = False,
    ) -> Message:
        # Without the flag, asking would try to start a service that has no adapter to serve, and wait 25 s for it.
        message = Message(
            to or self._process,
            path,
            interface,
            member,
            flags=MessageFlag.NO_AUTOSTART,
            signature=signature,
            body=body or [],
        )
        if not self._bus.connected:  # its file number may belong to another socket by now, so nothing must be written
            raise Trouble("no_bus")
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reply = await self._bus.call(message)
        except TimeoutError:
            raise Trouble("mute") from None
        except (OSError, EOFError):
            raise Trouble("no_bus") from None
        if reply.message_type is MessageType.ERROR:
            raise trouble_of(reply.error_name or "", listening=listening)
        return reply


@asynccontextmanager
async def connect() -> AsyncIterator[BlueZ]:
    """A connection to the system bus. Raises :class:`Trouble` if there is no bus or it does not let us in."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    except AuthError:
        raise Trouble("refused") from None
    except (OSError, EOFError, InvalidAddressError):  # TimeoutError is an OSError
        raise Trouble("no_bus") from None
    try:
        yield BlueZ(bus)
    finally:
        bus.disconnect()
        # The socket is closed once the loop has seen the end of it; what the end looks like does not matter here.
        with suppress(Exception):
            async with asyncio.timeout(0.5):
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
