"""What NetworkManager is told to keep: the kit's own Wi-Fi, with a password to be read aloud, and a venue's. Pure."""

import re
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from dbus_fast import Variant

from xlab.box.network_seen import OnAir

WIFI: Final = "802-11-wireless"
SECRET: Final = "802-11-wireless-security"  # noqa: S105 - the name of a part of a profile

MOST_OF_A_NAME: Final = 32
"""Bytes of a Wi-Fi's name."""

_BETWEEN_WORDS: Final = r"\s/\-–—"
_LAST_WORD: Final = re.compile(rf"[{_BETWEEN_WORDS}][^{_BETWEEN_WORDS}]*\Z")
_LOOSE: Final = " ,;:.&+(·|/-–—"
"""What no name ends with."""

_CONSONANTS, _VOWELS = "bdfklmnprst", "aeiou"
_GROUPS: Final = 4
"""Of two syllables each: 46 bits, which a rig of a thousand guessed passwords a millisecond needs years for."""
_NOT: Final = frozenset(
    {"bite", "bito", "dodo", "fote", "fuke", "nudo", "pede", "pedo", "pine", "pute", "puta", "pito", "sado"}
)
"""What somebody in the room would not like to read out."""

_HEX_KEY: Final = re.compile(rb"[0-9a-fA-F]{64}")

_IPV4, _PROHIBIT = 2, 8
"""AF_INET, and FR_ACT_PROHIBIT of the kernel's rules for routes."""

RULES: Final = "routing-rules"

Profile = dict[str, dict[str, Variant]]


def own_uuid(kit: str) -> str:
    """What NetworkManager knows the kit's own Wi-Fi by: always the same for one kit."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kit}/own-wifi"))


def own_name(kit_name: str) -> bytes:
    """The kit's name as that of a Wi-Fi: as many whole words as fit, or letters where the words are too long."""
    name = kit_name.strip() or "Xperience Lab"
    text = name.encode()[:MOST_OF_A_NAME].decode(errors="ignore")
    if text == name:
        return name.encode()
    cut = _LAST_WORD.search(text + name[len(text)])  # with what follows: the last word may just be whole
    words = text[: cut.start()].rstrip(_LOOSE) if cut else ""
    return (words if len(words.encode()) >= MOST_OF_A_NAME // 2 else text.rstrip()).encode()


def new_password(choose: Callable[[Sequence[str]], str]) -> str:
    """As ``mola-kefi-rubo-tesa``: syllables that people of three languages say and write alike.

    ``choose`` takes one of several, as :func:`secrets.choice` does.
    """
    groups: list[str] = []
    while len(groups) < _GROUPS:
        first, second = (choose(_CONSONANTS) + choose(_VOWELS) for _ in range(2))
        if first != second and first + second not in _NOT:
            groups.append(first + second)
    return "-".join(groups)


def fits(password: str, *, sae: bool = False) -> bool:
    """Whether this can be the password of a Wi-Fi at all: 8 to 63 bytes, or 64 digits of a key."""
    data = password.encode("utf-8", "surrogateescape")
    return (bool(data) if sae else 8 <= len(data) <= 63) or _HEX_KEY.fullmatch(data) is not None


def own_profile(kit: str, name: bytes, password: str) -> Profile:
    """The kit's own Wi-Fi. Only the hub opens it: NetworkManager by itself would prefer it to a venue's.

    WPA2 without protected management frames: the Pi's own radio serves nobody with them.

    To hand out addresses ("shared") NetworkManager has the machine pass on whatever comes, from the Wi-Fi to a cable
    and back, under the kit's own address where there are programs for that. A room full of phones has no business in a
    network that somebody lent the kit: what comes from outside (not by ``lo``) and is not for the kit goes nowhere.
    """
    nothing_on = {
        "family": Variant("i", _IPV4),
        "priority": Variant("u", 100),
        "iifname": Variant("s", "lo"),
        "invert": Variant("b", True),
        "action": Variant("y", _PROHIBIT),
    }
    return {
        "connection": {
            "id": Variant("s", "Xperience Lab, own Wi-Fi"),
            "uuid": Variant("s", own_uuid(kit)),
            "type": Variant("s", WIFI),
            "autoconnect": Variant("b", False),
        },
        WIFI: {"ssid": Variant("ay", name), "mode": Variant("s", "ap"), "band": Variant("s", "bg")},
        SECRET: {
            "key-mgmt": Variant("s", "wpa-psk"),
            "psk": Variant("s", password),
            "proto": Variant("as", ["rsn"]),
            "pairwise": Variant("as", ["ccmp"]),
            "group": Variant("as", ["ccmp"]),
            "pmf": Variant("i", 1),
        },
        "ipv4": {"method": Variant("s", "shared"), RULES: Variant("aa{sv}", [nothing_on])},
        "ipv6": {"method": Variant("s", "disabled")},
    }


def venue_profile(air: OnAir, password: str, *, hidden: bool = False) -> Profile:
    """A venue's Wi-Fi, to be joined again by NetworkManager itself whenever it is there."""
    wifi = {"ssid": Variant("ay", air.ssid), "mode": Variant("s", "infrastructure")}
    if hidden:
        wifi["hidden"] = Variant("b", True)
    profile: Profile = {
        "connection": {
            "id": Variant("s", air.ssid.decode("utf-8", "replace").replace("\0", "")[:64] or "Wi-Fi"),
            "type": Variant("s", WIFI),
            "autoconnect": Variant("b", True),
        },
        WIFI: wifi,
        "ipv4": {"method": Variant("s", "auto")},
        "ipv6": {"method": Variant("s", "auto")},
    }
    if password:
        kind = "sae" if air.sae else "wpa-psk"
        profile[SECRET] = {"key-mgmt": Variant("s", kind), "psk": Variant("s", password)}
    return profile


def plain(value: Any) -> Any:
    """The value inside a variant, and inside all that are in it."""
    if isinstance(value, Variant):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value
