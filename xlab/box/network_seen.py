"""What NetworkManager says of itself, as values: its radio, what is on the air, what it knows. Pure."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

Lock = Literal["open", "password", "company", "old"]
"""``company``: it asks for a user's name (802.1X); ``old``: WEP, which protects nothing and is hardly understood."""

Cannot = Literal[
    "not_here",
    "no_manager",
    "refused",
    "no_hardware",
    "unmanaged",
    "hard_blocked",
    "soft_blocked",
    "no_country",
    "unavailable",
    "no_ap",
]
"""Why the kit can make no Wi-Fi of its own: it was not started as a kit's service; no NetworkManager; it obeys the kit
in nothing; no radio; it leaves the radio alone; a switch on the machine; off by software; the same, and no country is
known; it does not work yet, as without wpa_supplicant; it can only join."""

_WIFI: Final = 2
_UNMANAGED, _UNAVAILABLE, _DISCONNECTED, ACTIVATED, _DEACTIVATING = 10, 20, 30, 100, 110
_MAY_SERVE: Final = 0x40
_PRIVACY: Final = 0x1
_ASKS_USER, _SHARED_PASSWORD = 0x200, 0x100 | 0x400
_NOTHING: Final = "/"
_I: Final = "org.freedesktop.NetworkManager"

Objects = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Path, interface, property: its value, out of its variant."""


class OnAir(msgspec.Struct, frozen=True):
    """A Wi-Fi that is heard: the strongest of its access points, in per cent."""

    ssid: bytes
    strength: int
    lock: Lock
    sae: bool = False


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What NetworkManager has. ``device`` is the radio's path, empty without one that it manages.

    ``cannot`` says why there can be no Wi-Fi of the kit's own. ``joined`` is the network it is in or on the way to,
    ``profile`` the path of what it knows of that; ``active`` is true once it is in, ``coming`` on the way. ``profiles``
    are the paths of all it knows.
    """

    cannot: Cannot | None = None
    device: str = ""
    interface: str = ""
    on_air: tuple[OnAir, ...] = ()
    joined: bytes = b""
    profile: str = ""
    active: bool = False
    coming: bool = False
    profiles: tuple[str, ...] = ()


def seen(objects: Objects, country: str) -> Seen:
    """The first radio there is, managed ones before others; ``country`` as the kernel has it, ``00`` for none."""
    root = objects.get("/org/freedesktop/NetworkManager", {}).get(_I, {})
    profiles = tuple(sorted(path for path, faces in objects.items() if f"{_I}.Settings.Connection" in faces))
    radios = [
        (path, faces[f"{_I}.Device"], faces[f"{_I}.Device.Wireless"])
        for path, faces in sorted(objects.items())
        if f"{_I}.Device.Wireless" in faces and faces[f"{_I}.Device"].get("DeviceType") == _WIFI
    ]
    if not radios:
        return Seen(cannot="no_hardware", profiles=profiles)
    path, device, radio = min(radios, key=lambda one: one[1].get("State", 0) <= _UNMANAGED)
    on_air = _on_air(objects, radio.get("AccessPoints", []))
    state = device.get("State", 0)
    link = objects.get(device.get("ActiveConnection", _NOTHING), {}).get(f"{_I}.Connection.Active", {})
    point = objects.get(link.get("SpecificObject", _NOTHING), {}).get(f"{_I}.AccessPoint", {})
    here = objects.get(radio.get("ActiveAccessPoint", _NOTHING), {}).get(f"{_I}.AccessPoint", point)
    return Seen(
        cannot=_cannot(root, state, radio, country),
        device=path,
        interface=device.get("Interface", ""),
        on_air=on_air,
        joined=bytes(here.get("Ssid", b"")) if link else b"",
        profile=link.get("Connection", ""),
        active=state == ACTIVATED,
        coming=_DISCONNECTED < state < ACTIVATED,
        profiles=profiles,
    )


def shown(ssid: bytes) -> str:
    """A network's name as people can read it: any 32 bytes are one, and some are no text or turn what follows round."""
    try:
        text = ssid.decode()
    except UnicodeDecodeError:
        text = ssid.decode("cp1252", "replace")
    # An emoji may be several characters joined by one that is not seen; by itself that does no harm.
    return "".join(c if c == "\u200d" or unicodedata.category(c)[0] != "C" else "\ufffd" for c in text)


def _cannot(root: Mapping[str, Any], state: int, radio: Mapping[str, Any], country: str) -> Cannot | None:
    if state <= _UNMANAGED:
        return "unmanaged"
    if not root.get("WirelessHardwareEnabled", True):
        return "hard_blocked"
    if not root.get("WirelessEnabled", True):
        return "no_country" if country in ("", "00") else "soft_blocked"
    if not radio.get("WirelessCapabilities", _MAY_SERVE) & _MAY_SERVE:
        return "no_ap"
    return "unavailable" if state <= _UNAVAILABLE else None


def _on_air(objects: Objects, points: list[str]) -> tuple[OnAir, ...]:
    """Each name once, the strongest first; those that hide their name are left out.

    Of one name that is heard open as well as locked the locked one: anybody can send a name, and loudly.
    """
    best: dict[bytes, OnAir] = {}
    for path in points:
        point = objects.get(path, {}).get(f"{_I}.AccessPoint", {})
        ssid = bytes(point.get("Ssid", b""))
        if not ssid.strip(b"\0"):
            continue
        keys = point.get("WpaFlags", 0) | point.get("RsnFlags", 0)
        only_sae = bool(keys & 0x400) and not keys & 0x100
        one = OnAir(ssid, int(point.get("Strength", 0)), _lock(point.get("Flags", 0), keys), only_sae)
        held = best.get(ssid)
        if held is None or (one.lock != "open", one.strength) > (held.lock != "open", held.strength):
            best[ssid] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.strength, one.ssid)))


def _lock(flags: int, keys: int) -> Lock:
    if keys & _SHARED_PASSWORD:
        return "password"
    if keys & _ASKS_USER:
        return "company"
    return "old" if flags & _PRIVACY and not keys else "open"
