"""Bytes as they come out of the air and out of captures, made to order."""

import struct
import uuid as _uuid
from collections.abc import Sequence

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
"""The kit's own UUID, as the settings' default has it."""

H4_EVENT = 4


def apple_data(major: int = 1, minor: int = 7, tx_power: int = -59, uuid: str = UUID) -> bytes:
    """Manufacturer data of an iBeacon, without the company id."""
    return b"\x02\x15" + _uuid.UUID(uuid).bytes + struct.pack(">HHb", major, minor, tx_power)


def structure(kind: int, data: bytes) -> bytes:
    """One AD structure."""
    return bytes([len(data) + 1, kind]) + data


def advertisement(apple: bytes) -> bytes:
    """Flags, then manufacturer data of Apple."""
    return structure(1, b"\x06") + structure(0xFF, b"\x4c\x00" + apple)


def _event(subevent: int, reports: Sequence[bytes], h4: bool) -> bytes:
    body = bytes([subevent, len(reports)]) + b"".join(reports)
    return (bytes([H4_EVENT]) if h4 else b"") + bytes([0x3E, len(body)]) + body


def legacy_report(ad: bytes, rssi: int = -63, address: int = 0x0102030405A6) -> bytes:
    """One report of an LE Advertising Report event."""
    return b"\x03\x01" + address.to_bytes(6, "little") + bytes([len(ad)]) + ad + struct.pack("b", rssi)


def extended_report(ad: bytes, rssi: int = -63, address: int = 0x0102030405A6, status: int = 0, sid: int = 0) -> bytes:
    """One report of an LE Extended Advertising Report event; ``status``: 0 whole, 1 more follows, 2 cut off."""
    kind = struct.pack("<H", 0x10 | status << 5)
    middle = struct.pack("<BBBbbHB6s", 1, 0, sid, 127, rssi, 0, 0, bytes(6))
    return kind + b"\x01" + address.to_bytes(6, "little") + middle + bytes([len(ad)]) + ad


def legacy_event(*reports: bytes, h4: bool = True) -> bytes:
    """An HCI LE Advertising Report event."""
    return _event(0x02, reports, h4)


def extended_event(*reports: bytes, h4: bool = True) -> bytes:
    """An HCI LE Extended Advertising Report event."""
    return _event(0x0D, reports, h4)


def btsnoop(link: int, records: Sequence[tuple[int, int, bytes]], version: int = 1) -> bytes:
    """A capture of link type ``link``; each record has microseconds, flags and a packet."""
    body = b"".join(struct.pack(">IIIIq", len(p), len(p), flags, 0, us) + p for us, flags, p in records)
    return b"btsnoop\0" + struct.pack(">II", version, link) + body
