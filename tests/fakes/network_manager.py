"""A stand-in for NetworkManager with one radio, on a system bus of its own, for the kit's unmodified client.

It follows NetworkManager where a client can tell the difference: what is on the air is seen only while the radio is no
access point; a wrong password fails for want of secrets; a device says why before its connection goes; a profile is
in memory until it is saved. It answers in the loop of the test.
"""

import asyncio
from typing import Any, Final, Self

import msgspec
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import PrivateBus
from xlab.box.network_profiles import plain

SERVICE: Final = "org.freedesktop.NetworkManager"
ROOT: Final = "/org/freedesktop/NetworkManager"
RADIO: Final = f"{ROOT}/Devices/2"
PSK, COMPANY, SAE = 0x100, 0x200, 0x400
NO_SECRETS, NO_DHCP, SHARED_FAILED, NOT_FOUND = 7, 17, 19, 53


class AccessPoint(msgspec.Struct, kw_only=True):
    """Something on the air. ``gives_address``: its DHCP works. ``hidden`` ones are found by those who know the name."""

    ssid: bytes
    strength: int = 80
    keys: int = PSK
    flags: int = 1
    password: str = "correct horse"
    gives_address: bool = True
    hidden: bool = False


class NetworkManagerStandIn:
    """Answers as ``org.freedesktop.NetworkManager``; an async context manager.

    ``address`` is what ``DBUS_SYSTEM_BUS_ADDRESS`` must say. The rest may be changed at any time: ``air`` is what is
    there, ``refused`` the methods that polkit refuses, ``serves`` why an access point fails (0: it does not), ``full``:
    no card takes a profile. ``calls`` are the methods that were called.
    """

    def __init__(self, *air: AccessPoint, radio: bool = True) -> None:
        self.air = list(air)
        self.radio = radio
        self.enabled, self.hardware, self.managed, self.capabilities = True, True, True, 0x40
        self.refused: set[str] = set()
        self.serves = 0
        self.full = False
        self.calls: list[str] = []
        self.profiles: dict[str, dict[str, dict[str, Any]]] = {}
        self.on_disk: set[str] = set()
        self.up: str = ""
        """The path of the profile that is active."""
        self.state = 30
        self._links = self._made = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._system_bus = PrivateBus(SERVICE)
        self.address = self._system_bus.address

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._system_bus.start)
        await self.come()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.go()
        await asyncio.to_thread(self._system_bus.remove)

    async def come(self) -> None:
        """The service starts."""
        self._bus = await MessageBus(bus_address=self.address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name(SERVICE)

    async def go(self) -> None:
        """The service ends."""
        for task in self._tasks:
            task.cancel()
        if self._bus.connected:
            # Without its name it is asked nothing more. What comes after disconnect() dbus-fast answers all the same,
            # and then waits to write to a file descriptor that it closed, which may be another connection's by then.
            await self._bus.release_name(SERVICE)
        self._bus.disconnect()

    @property
    def ssid(self) -> bytes:
        """The network the radio is in, or makes."""
        return bytes(self.profiles[self.up]["802-11-wireless"]["ssid"]) if self.up else b""

    @property
    def serving(self) -> bool:
        """Whether the radio is an access point."""
        return bool(self.up) and self.profiles[self.up]["802-11-wireless"].get("mode") == "ap"

    def know(self, ssid: bytes, password: str = "correct horse") -> str:
        """A profile is there already."""
        settings = {
            "connection": {"id": "Known", "uuid": f"uuid-{self._made}", "type": "802-11-wireless"},
            "802-11-wireless": {"ssid": ssid, "mode": "infrastructure"},
            "802-11-wireless-security": {"key-mgmt": "wpa-psk", "psk": password},
        }
        return self._keep(settings, on_disk=True)

    def drop(self) -> None:
        """The access point vanishes under the radio."""
        self._end(NOT_FOUND)

    # Answers

    def _answer(self, message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        member, body = message.member or "", [plain(one) for one in message.body]
        self.calls.append(member)
        if member in self.refused or "*" in self.refused:
            return Message.new_error(message, f"{SERVICE}.PermissionDenied", "Insufficient privileges")
        if member in ("AddConnection2", "Update2") and self.full and body[1] == 1:
            return Message.new_error(message, f"{SERVICE}.Settings.Failed", "Read-only file system")
        signature, answer = self._do(message.path or "", member, body)
        return Message.new_method_return(message, signature, answer)

    def _do(self, path: str, member: str, body: list[Any]) -> tuple[str, list[Any]]:
        match member:
            case "GetManagedObjects":
                return "a{oa{sa{sv}}}", [self._objects()]
            case "GetSettings":
                return "a{sa{sv}}", [_variants(self.profiles[path], secrets=False)]
            case "GetSecrets":
                kept = {body[0]: {"psk": self.profiles[path].get(body[0], {}).get("psk", "")}}
                return "a{sa{sv}}", [_variants(kept, secrets=True)]
            case "Set":
                self.enabled = body[2]
            case "AddConnection2":
                return "oa{sv}", [self._keep(body[0], on_disk=body[1] == 1), {}]
            case "Update2":
                self.profiles[path] = body[0]
                return "a{sv}", [{}]
            case "AddAndActivateConnection2":
                path = self._keep(body[0], on_disk=False)
                return "ooa{sv}", [path, self._activate(path), {}]
            case "ActivateConnection":
                return "o", [self._activate(body[0])]
            case "Save":
                self.on_disk.add(path)
            case "Delete":
                if self.up == path:
                    self._end(39)
                self.profiles.pop(path)
                self.on_disk.discard(path)
            case "Disconnect":
                self._end(39)
        return "", []

    def _keep(self, settings: dict[str, dict[str, Any]], *, on_disk: bool) -> str:
        self._made += 1
        path = f"{ROOT}/Settings/{self._made}"
        settings["connection"].setdefault("uuid", f"uuid-{self._made}")
        self.profiles[path] = settings
        if on_disk:
            self.on_disk.add(path)
        return path

    def _activate(self, path: str) -> str:
        self._links += 1
        self.up, self.state = path, 40
        task = asyncio.get_running_loop().create_task(self._settle(path, self._links))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return self._link

    async def _settle(self, path: str, link: int) -> None:
        await asyncio.sleep(0.01)
        if self.up != path or self._links != link:
            return
        why = self._fails(self.profiles[path])
        if why:
            self._end(why)
        else:
            self.state = 100
            self._signal(self._link, "Connection.Active", "uu", [2, 1])

    def _fails(self, profile: dict[str, dict[str, Any]]) -> int:
        wifi, lock = profile["802-11-wireless"], profile.get("802-11-wireless-security", {})
        if wifi.get("mode") == "ap":
            return self.serves
        point = next((one for one in self.air if one.ssid == bytes(wifi["ssid"])), None)
        if point is None or (point.hidden and not wifi.get("hidden")):
            return NOT_FOUND
        if point.keys and lock.get("psk") != point.password:
            return NO_SECRETS
        return 0 if point.gives_address else NO_DHCP

    def _end(self, why: int) -> None:
        if self.up:
            link = self._link
            self.up, self.state = "", 30
            self._signal(RADIO, "Device", "uuu", [120, 50, why])
            self._signal(link, "Connection.Active", "uu", [4, 1])

    @property
    def _link(self) -> str:
        return f"{ROOT}/ActiveConnection/{self._links}"

    def _signal(self, path: str, interface: str, signature: str, body: list[Any]) -> None:
        self._bus.send(Message.new_signal(path, f"{SERVICE}.{interface}", "StateChanged", signature, body))

    def _objects(self) -> dict[str, Any]:
        v = Variant
        root = {"WirelessEnabled": v("b", self.enabled), "WirelessHardwareEnabled": v("b", self.hardware)}
        objects: dict[str, Any] = {ROOT: {SERVICE: root}}
        for path in self.profiles:
            objects[path] = {f"{SERVICE}.Settings.Connection": {"Unsaved": v("b", path not in self.on_disk)}}
        if not self.radio:
            return objects
        # While it serves it hears no more, but lists what it heard before, as NetworkManager 1.52 does, and itself.
        itself = [AccessPoint(ssid=self.ssid, strength=0)] if self.serving else []
        heard = [(i, one) for i, one in enumerate([*self.air, *itself]) if not one.hidden]
        points = {f"{ROOT}/AccessPoint/{i}": one for i, one in heard}
        state = 10 if not self.managed else 20 if not (self.enabled and self.hardware) else self.state
        device = {
            "DeviceType": v("u", 2),
            "Interface": v("s", "wlan0"),
            "State": v("u", state),
            "ActiveConnection": v("o", self._link if self.up else "/"),
        }
        active = next((path for path, one in points.items() if self.up and one.ssid == self.ssid), "/")
        radio = {
            "WirelessCapabilities": v("u", self.capabilities),
            "AccessPoints": v("ao", list(points)),
            "ActiveAccessPoint": v("o", active),
        }
        objects[RADIO] = {f"{SERVICE}.Device": device, f"{SERVICE}.Device.Wireless": radio}
        for path, one in points.items():
            shown = {
                "Ssid": v("ay", one.ssid),
                "Strength": v("y", one.strength),
                "Flags": v("u", one.flags),
                "WpaFlags": v("u", 0),
                "RsnFlags": v("u", one.keys),
            }
            objects[path] = {f"{SERVICE}.AccessPoint": shown}
        if self.up:
            link = {"Connection": v("o", self.up), "SpecificObject": v("o", active)}
            objects[self._link] = {f"{SERVICE}.Connection.Active": link}
        return objects


_KINDS: Final = {str: "s", bool: "b", int: "i", bytes: "ay"}
_RULES: Final = "routing-rules"


def _variants(settings: dict[str, dict[str, Any]], *, secrets: bool) -> dict[str, dict[str, Variant]]:
    return {
        part: {
            key: Variant("aa{sv}", [_variants({"": one}, secrets=True)[""] for one in value])
            if key == _RULES
            else Variant(_KINDS.get(type(value), "as"), value)
            for key, value in values.items()
            if secrets or key != "psk"
        }
        for part, values in settings.items()
    }
