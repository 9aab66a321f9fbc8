"""Bluetooth HCI captures (``btsnoop``), as ``btmon -w`` and Android's snoop log write them, to sightings.

The file is laid out like the snoop format of RFC 1761 with Bluetooth's own link types and a clock of microseconds; all
numbers are big-endian. Only what the controller reported is looked at, and of it only the iBeacons.
"""

from collections.abc import Callable, Iterator
from struct import Struct as _Layout
from typing import Final

from xlab.beacons.frame import Heard, parse_hci_event
from xlab.beacons.sighting import Sighting

MAGIC: Final = b"btsnoop\0"
SCANNER: Final = "capture"
"""The scanner's name in the sightings of a capture, which has but one radio and does not name it."""

MOST_BYTES: Final = 1 << 18
"""A record above this is no Bluetooth packet (at most 64 kB): the file is damaged, and memory is not to be wasted."""

_HEAD = _Layout(">II")  # version, link type
_RECORD = _Layout(">IIIIq")  # length on the air, length in the file, flags, drops, microseconds
_HCI, _H4, _MONITOR = 1001, 1002, 2001
_RECEIVED_EVENT = 0b11  # flags of link types 1001 and 1002: bit 0 received, bit 1 command or event
_MONITOR_EVENT = 3  # opcode in the low half of the monitor's flags


class CaptureError(ValueError):
    """The capture cannot be read on. ``at`` is the offset in bytes; ``cut`` says it merely ends in mid-record."""

    def __init__(self, at: int, what: str, *, cut: bool = False) -> None:
        super().__init__(what)
        self.at = at
        self.cut = cut


def read_capture(read: Callable[[int], bytes]) -> Iterator[Sighting]:
    """The sightings of a capture; ``t`` counts seconds from the first record. ``read`` gives the file's next bytes.

    Reports without an RSSI are left out: they say nothing of nearness. Raises :class:`CaptureError`.
    """
    head = read(len(MAGIC) + _HEAD.size)
    if len(head) < len(MAGIC) + _HEAD.size:
        raise CaptureError(len(head), "it ends within its header", cut=True)
    version, link = _HEAD.unpack_from(head, len(MAGIC))
    if version != 1 or link not in (_HCI, _H4, _MONITOR):
        raise CaptureError(len(MAGIC), f"version {version} with link type {link} is not one of 1001, 1002 and 2001")
    at = len(head)
    start: int | None = None
    while record := read(_RECORD.size):
        if len(record) < _RECORD.size:
            raise CaptureError(at, "it ends within a record", cut=True)
        _, length, flags, _, stamp = _RECORD.unpack(record)
        if length > MOST_BYTES:
            raise CaptureError(at, f"a record claims {length} bytes, more than any Bluetooth packet has")
        packet = read(length)
        if len(packet) < length:
            raise CaptureError(at, "it ends within a record", cut=True)
        at += _RECORD.size + length
        start = stamp if start is None else start
        for heard in _heard(link, flags, packet):
            if heard.rssi is not None:
                yield _sighting((stamp - start) / 1e6, heard, heard.rssi)


def _heard(link: int, flags: int, packet: bytes) -> list[Heard]:
    wanted = flags & 0xFFFF == _MONITOR_EVENT if link == _MONITOR else flags & 0b11 == _RECEIVED_EVENT
    return parse_hci_event(packet) if wanted else []


def _sighting(t: float, heard: Heard, rssi: int) -> Sighting:
    beacon = heard.beacon
    return Sighting(t, SCANNER, beacon.uuid, beacon.major, beacon.minor, beacon.tx_power, rssi)
