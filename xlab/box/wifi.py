"""A Wi-Fi network as NetworkManager keeps one: a keyfile, which it reads at its start and nobody but root may read."""

import re
import uuid
from typing import Final

SSID_BYTES: Final = 32
"""What the name of a network may take, in UTF-8 (IEEE 802.11)."""
_PASSPHRASE: Final = re.compile(r"[ -~]{8,63}")
_KEY: Final = re.compile(r"[0-9A-Fa-f]{64}")
_KIND: Final = uuid.UUID("5ac1b1c4-2f0f-4d51-9d15-4f9a8c1f2b70")
"""Makes the same network the same profile, however often it is entered."""


def name_fits(name: str) -> bool:
    """Whether a network may be called so: any characters, 1 to 32 bytes of them."""
    return 1 <= len(name.encode()) <= SSID_BYTES


def password_fits(password: str) -> bool:
    """Whether WPA2 takes it: 8 to 63 letters, digits and signs of ASCII, or a key of 64 hexadecimal digits."""
    return bool(_PASSPHRASE.fullmatch(password) or _KEY.fullmatch(password))


def profile_file(name: str) -> str:
    """What the file of this network's profile is called, among those of NetworkManager."""
    return f"xlab-{uuid.uuid5(_KIND, name)}.nmconnection"


def profile(name: str, password: str) -> str:
    """The profile of a network; without a password, one that is open to all.

    The name goes in as its bytes: as text, ``1;2;`` would be two of them. Raises ValueError where either does not fit.
    """
    if not name_fits(name) or (password and not password_fits(password)):
        raise ValueError("such a network cannot be")
    lines = ["[connection]", f"id={_escaped(name)}", f"uuid={uuid.uuid5(_KIND, name)}", "type=wifi", ""]
    lines += ["[wifi]", "mode=infrastructure", f"ssid={''.join(f'{byte};' for byte in name.encode())}", ""]
    if password:
        lines += ["[wifi-security]", "key-mgmt=wpa-psk", f"psk={_escaped(password)}", ""]
    lines += ["[ipv4]", "method=auto", "", "[ipv6]", "method=auto"]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """As a keyfile of GLib has text: a backslash before what would end it, or be cut off as space around it."""
    plain = "".join(letter for letter in text if letter.isprintable()).replace("\\", "\\\\")
    inner = plain.strip(" ")
    before = len(plain) - len(plain.lstrip(" "))
    after = len(plain) - before - len(inner)
    return "\\s" * before + inner + "\\s" * after
