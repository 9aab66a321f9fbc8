"""Bytes of the air to iBeacons: a codec that looks at lengths first and never raises, whatever the bytes.

Layouts: Apple's Proximity Beacon Specification for the 23 bytes of an iBeacon; Bluetooth Core Specification, volume 3
part C section 11 for advertising data, volume 4 part E sections 7.7.65.2 and 7.7.65.13 for the two HCI reports.
"""

from struct import Struct as _Layout

import msgspec

APPLE = 0x004C
"""Company id of Apple, the first two bytes (little-endian) of its manufacturer data."""

PREFIX = b"\x02\x15"
"""How the data of an iBeacon begins: a proximity beacon, 21 bytes follow."""

LENGTH = 23
"""Bytes of an iBeacon in Apple's manufacturer data, without the company id."""

_IBEACON = _Layout(">2x16sHHb").unpack_from
_AD_MANUFACTURER = 0xFF
_APPLE_LE = APPLE.to_bytes(2, "little")

_H4_EVENT = 0x04
_LE_META = 0x3E
_LEGACY_REPORT = 0x02
_EXTENDED_REPORT = 0x0D
_LEGACY_HEAD = _Layout("<BB6sB")  # event type, address type, address, data length; then data, then RSSI
_EXTENDED_HEAD = _Layout("<HB6sBBBbbHB6sB")  # up to the data length; then data
_STATUS_MASK = 0x60  # bits 5 and 6 of an extended report's event type: 0 whole, 1 more follows, 2 cut off
_STATUS_MORE = 0x20
_RSSI_MAX = 20  # the specification's range ends at +20 dBm; 127 says "not available", the rest is reserved


class IBeacon(msgspec.Struct, frozen=True):
    """What an iBeacon says of itself: ``uuid`` in lower case with hyphens, ``tx_power`` in dBm as heard at 1 m."""

    uuid: str
    major: int
    minor: int
    tx_power: int


class Heard(msgspec.Struct, frozen=True):
    """An iBeacon in an HCI report: sender's address (``AA:BB:CC:DD:EE:FF``) and RSSI in dBm, None if not available."""

    beacon: IBeacon
    address: str
    rssi: int | None


def parse(apple_data: bytes) -> IBeacon | None:
    """The iBeacon in manufacturer data of company 0x004C (without the company id), or None.

    Bytes after the 23 of the format are ignored: some makers append their battery level.
    """
    if len(apple_data) < LENGTH or apple_data[:2] != PREFIX:
        return None
    uuid, major, minor, tx_power = _IBEACON(apple_data)
    digits = uuid.hex()
    return IBeacon(f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}", major, minor, tx_power)


def parse_advertisement(ad: bytes) -> IBeacon | None:
    """The first iBeacon among the AD structures of one advertisement or scan response, or None.

    A length of zero ends the data early, as the specification has it; a structure that claims more bytes than there are
    was cut off, and nothing of it is believed.
    """
    at, end = 0, len(ad)
    while at + 1 < end:
        length = ad[at]
        after = at + 1 + length
        if length == 0 or after > end:
            return None
        if ad[at + 1] == _AD_MANUFACTURER and ad[at + 2 : min(at + 4, after)] == _APPLE_LE:
            beacon = parse(ad[at + 4 : after])
            if beacon is not None:
                return beacon
        at = after
    return None


def parse_hci_event(event: bytes) -> list[Heard]:
    """Every iBeacon in an HCI LE Advertising Report or LE Extended Advertising Report, in order; else an empty list.

    ``event`` may begin with the H4 packet type 0x04 or with the event code. Reports of one event follow each other
    whole, as controllers send them. A report that reaches past the event's end is dropped, and so are the parts of an
    extended advertisement that did not fit into one report.
    """
    start = 1 if len(event) > 1 and event[0] == _H4_EVENT and event[1] == _LE_META else 0
    if len(event) < start + 4 or event[start] != _LE_META:
        return []
    end = min(len(event), start + 2 + event[start + 1])
    if end < start + 4:
        return []
    subevent, reports = event[start + 2], event[start + 3]
    body = event[start + 4 : end]
    if subevent == _LEGACY_REPORT:
        return _legacy(body, reports)
    if subevent == _EXTENDED_REPORT:
        return _extended(body, reports)
    return []


def _legacy(body: bytes, reports: int) -> list[Heard]:
    heard: list[Heard] = []
    at = 0
    for _ in range(reports):
        data = at + _LEGACY_HEAD.size
        if data > len(body):
            break
        _, _, address, length = _LEGACY_HEAD.unpack_from(body, at)
        rssi = data + length
        if rssi >= len(body):
            break
        _add(heard, body[data:rssi], address, int.from_bytes(body[rssi : rssi + 1], signed=True))
        at = rssi + 1
    return heard


def _extended(body: bytes, reports: int) -> list[Heard]:
    heard: list[Heard] = []
    unfinished: set[tuple[bytes, int]] = set()  # senders whose next report continues an advertisement
    at = 0
    for _ in range(reports):
        data = at + _EXTENDED_HEAD.size
        if data > len(body):
            break
        kind, _, address, _, _, advertising_set, _, rssi, _, _, _, length = _EXTENDED_HEAD.unpack_from(body, at)
        at = data + length
        if at > len(body):
            break
        sender = (address, advertising_set)
        status = kind & _STATUS_MASK
        if status == 0 and sender not in unfinished:
            _add(heard, body[data:at], address, rssi)
        if status == _STATUS_MORE:
            unfinished.add(sender)
        else:
            unfinished.discard(sender)
    return heard


def _add(heard: list[Heard], ad: bytes, address: bytes, rssi: int) -> None:
    beacon = parse_advertisement(ad)
    if beacon is not None:
        text = ":".join(f"{byte:02X}" for byte in reversed(address))
        heard.append(Heard(beacon, text, rssi if rssi <= _RSSI_MAX else None))
