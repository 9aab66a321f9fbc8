"""The machine's Wi-Fi, as NetworkManager keeps it: what is heard, joining, forgetting, and a Wi-Fi of the kit's own.

Each change needs a rule of polkit, never root. Nothing here decides when; :mod:`xlab.hub.network_ladder` does.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from dbus_fast import Message, Variant

from xlab.box.finding import Finding
from xlab.box.network_bus import OBJECTS, PROPERTIES, ROOT, SERVICE, SETTINGS, Bus, NetworkTrouble
from xlab.box.network_profiles import RULES, SECRET, WIFI, Profile, plain
from xlab.box.network_seen import Seen, seen
from xlab.link.network import Way, WayNow
from xlab.look.saying import Value

_COUNTRY: Final = Path("/sys/module/cfg80211/parameters/ieee80211_regdom")

_UP, _DOWN = 2, 4
_DEVICE_FAILED: Final = 120
_TO_DISK, _IN_MEMORY = 0x1, 0x2

_ORDER: Final[tuple[Way, ...]] = ("address", "own", "cable", "name")
"""What says most first: a name without an address is worth nothing."""

Failure = Literal["password", "gone", "no_address", "no_answer", "shared", "refused", "away", "failed"]
"""Why a Wi-Fi did not come up: a wrong password; it is not there; it gives no address; its radio does not answer;
nothing here hands out addresses (dnsmasq); NetworkManager may not, is away, or says no more."""

_REASONS: Final[dict[int, Failure]] = {
    7: "password",  # the secrets are wrong, and nobody is there to be asked for others
    **dict.fromkeys((53,), "gone"),
    **dict.fromkeys((5, 6, 15, 16, 17), "no_address"),
    **dict.fromkeys((8, 9, 10, 11), "no_answer"),
    **dict.fromkeys((18, 19), "shared"),
}
"""NMDeviceStateReason, as NetworkManager documents it."""


class NotUp(Exception):
    """A Wi-Fi did not come up."""

    def __init__(self, why: Failure) -> None:
        super().__init__(why)
        self.why: Failure = why


class Known(msgspec.Struct, frozen=True):
    """A Wi-Fi that NetworkManager would join by itself, or the kit's own. ``ruled``: it says what is passed on."""

    path: str
    uuid: str
    ssid: bytes
    ruled: bool = False


class NetworkManager:
    """NetworkManager on this machine. All of it raises :class:`NetworkTrouble`; on one loop."""

    def __init__(self, country: Callable[[], str] = lambda: _read(_COUNTRY)) -> None:
        self._bus = Bus()
        self._country = country
        self._known: tuple[tuple[str, ...], tuple[Known, ...]] = ((), ())

    async def look(self) -> Seen:
        """What there is now."""
        reply = await self._bus.call(OBJECTS, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
        return seen(plain(reply[0]), self._country())

    async def known(self, now: Seen) -> tuple[Known, ...]:
        """Every Wi-Fi that is kept; asked for again only when there are others."""
        if now.profiles != self._known[0]:
            found = []
            for path in now.profiles:
                with suppress(NetworkTrouble):  # one that goes while we look
                    (settings,) = await self._bus.call(path, "Settings.Connection", "GetSettings")
                    kept = plain(settings)
                    if WIFI in kept:
                        ruled = bool(kept.get("ipv4", {}).get(RULES))
                        found.append(Known(path, kept["connection"]["uuid"], bytes(kept[WIFI]["ssid"]), ruled))
            self._known = (now.profiles, tuple(found))
        return self._known[1]

    async def scan(self, device: str) -> None:
        """Look round on the air; what is heard is seen some seconds later. Nothing happens where it just did."""
        with suppress(NetworkTrouble):
            await self._bus.call(device, "Device.Wireless", "RequestScan", "a{sv}", {})

    async def switch_on(self) -> None:
        """End what keeps the radio off by software."""
        set_to = (SERVICE, "WirelessEnabled", Variant("b", True))
        await self._bus.call(ROOT, PROPERTIES, "Set", "ssv", *set_to)

    async def password_of(self, own: Known) -> str:
        """The password of the kit's own Wi-Fi; empty if none is kept."""
        (kept,) = await self._bus.call(own.path, "Settings.Connection", "GetSecrets", "s", SECRET)
        return str(plain(kept).get(SECRET, {}).get("psk", ""))

    async def keep(self, profile: Profile, path: str = "") -> str:
        """Keep a profile, or change it at ``path``; where it is then. What no card takes lasts until the power goes."""
        self._known = ((), ())
        try:
            return await self._put(profile, path, _TO_DISK)
        except NetworkTrouble as trouble:
            if trouble.reason != "failed":
                raise
            return await self._put(profile, path, _IN_MEMORY)

    async def _put(self, profile: Profile, path: str, flags: int) -> str:
        signature = "a{sa{sv}}ua{sv}"
        body: tuple[Any, ...] = (profile, flags, {})
        if path:
            await self._bus.call(path, "Settings.Connection", "Update2", signature, *body)
            return path
        return str((await self._bus.call(SETTINGS, "Settings", "AddConnection2", signature, *body))[0])

    async def up(self, path: str, device: str, seconds: float) -> None:
        """Bring what is kept at ``path`` up on a radio, and wait until it is. Raises NotUp and NetworkTrouble."""
        with self._bus.listening() as said:
            (link,) = await self._bus.call(ROOT, "", "ActivateConnection", "ooo", path, device, "/")
            await _settled(said, str(link), device, seconds)

    async def try_new(self, profile: Profile, device: str, seconds: float) -> None:
        """Join a Wi-Fi for the first time: kept once it has worked, and else as if it had never been.

        Raises :class:`NotUp` and NetworkTrouble.
        """
        with self._bus.listening() as said:
            path, link, _ = await self._bus.call(
                *(ROOT, "", "AddAndActivateConnection2", "a{sa{sv}}ooa{sv}"),
                *(profile, device, "/", {"persist": Variant("s", "memory")}),
            )
            try:
                await _settled(said, str(link), device, seconds)
            except BaseException:
                await self.forget(str(path))
                raise
        await self._bus.call(str(path), "Settings.Connection", "Save")

    async def forget(self, path: str) -> None:
        """Let go of what is kept at ``path``, and leave it."""
        with suppress(NetworkTrouble):
            await self._bus.call(path, "Settings.Connection", "Delete")

    async def down(self, device: str) -> None:
        """Leave whatever the radio is in."""
        with suppress(NetworkTrouble):
            await self._bus.call(device, "Device", "Disconnect")

    async def close(self) -> None:
        """Let go of the bus."""
        await self._bus.close()


def check_network(ways: Sequence[WayNow]) -> Finding:
    """Whether people in the room can reach the kit: the way that works best, or the one to mend first.

    A hub that has only begun knows no ``ways`` yet.
    """
    if not ways:
        return Finding("network", None, "network.next_wait")
    ranked = sorted(ways, key=lambda one: (one.ok is not True, _ORDER.index(one.way)))
    best = ranked[0]
    works = best.ok is True and best.way != "name"
    values: dict[str, Value] = dict(best.values)
    return Finding("network", True if works else None, best.key, values)


async def _settled(said: asyncio.Queue[Message], link: str, device: str, seconds: float) -> None:
    """Wait for what becomes of an active connection: its device says why it failed, shortly before it goes itself."""
    why: Failure | None = None
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await said.get()
                if message.path == device and message.body[0] == _DEVICE_FAILED:
                    why = _REASONS.get(message.body[2], "failed")
                elif message.path == link and message.body[0] == _UP:
                    return
                elif message.path == link and message.body[0] == _DOWN:
                    raise NotUp(why or "failed")
    except TimeoutError:
        raise NotUp(why or "no_answer") from None


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""
