"""Bytes to iBeacons: right on published cases, silent on everything else, and never an exception."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import air
from xlab.beacons.frame import Heard, IBeacon, parse, parse_advertisement, parse_hci_event

VECTORS = json.loads((Path(__file__).parents[1] / "data/beacons/vectors.json").read_text())
OURS = IBeacon(air.UUID, 1, 7, -59)
AD = air.advertisement(air.apple_data())


def _outcome(vector: dict[str, str]) -> dict[str, object] | None:
    """Run a case at its layer; the answer in the words of the file."""
    data = bytes.fromhex(vector["hex"])
    match vector["layer"]:
        case "manufacturer_data[0x004C]":
            beacon = parse(data)
        case "mfr_payload_with_company_le":
            beacon = parse_advertisement(air.structure(0xFF, data))
        case "ad":
            beacon = parse_advertisement(data)
        case "hci_event":
            heard = parse_hci_event(data)
            assert len(heard) <= 1
            if heard:
                one = heard[0]
                return {"format": "ibeacon", **_fields(one.beacon), "address": one.address, "rssi": one.rssi}
            beacon = None
        case other:
            raise AssertionError(f"no such layer: {other}")
    return {"format": "ibeacon", **_fields(beacon)} if beacon else None


def _fields(beacon: IBeacon) -> dict[str, object]:
    return {name: getattr(beacon, name) for name in beacon.__struct_fields__}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_published_case(vector):
    assert _outcome(vector) == vector["expect"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if v["layer"] == "hci_event"], ids=lambda v: v["id"])
def test_an_event_reads_the_same_without_its_packet_type(vector):
    event = bytes.fromhex(vector["hex"])
    assert parse_hci_event(event[1:]) == parse_hci_event(event)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    parse(data)
    parse_advertisement(data)
    parse_hci_event(data)


@given(
    st.sampled_from([b"\x04\x3e", b"\x3e"]),
    st.integers(0, 255),
    st.sampled_from([2, 13]),
    st.integers(0, 255),
    st.lists(st.one_of(st.just(AD), st.just(air.legacy_report(AD)), st.binary(max_size=60)), max_size=6),
)
def test_nothing_that_looks_like_a_report_raises(start, length, subevent, reports, parts):
    parse_hci_event(start + bytes([length, subevent, reports]) + b"".join(parts))


@given(st.uuids(), st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.integers(-128, 127))
def test_what_is_sent_is_what_is_read(uuid, major, minor, tx_power):
    data = air.apple_data(major, minor, tx_power, str(uuid))
    assert parse(data) == IBeacon(str(uuid), major, minor, tx_power)


def test_bytes_behind_the_frame_are_ignored():
    assert parse(air.apple_data() + b"\x64") == OURS


@pytest.mark.parametrize("length", range(23))
def test_a_short_frame_is_none(length):
    assert parse(air.apple_data()[:length]) is None


def test_the_beacon_may_come_after_other_structures_of_apple():
    nearby = air.structure(0xFF, bytes.fromhex("4c001005441cbd08c5"))
    assert parse_advertisement(nearby + AD) == OURS


def test_a_zero_length_ends_the_advertisement():
    assert parse_advertisement(b"\x00" + AD) is None


def test_a_structure_of_one_byte_is_passed_over():
    assert parse_advertisement(b"\x01\x0a" + AD) == OURS


@pytest.mark.parametrize("length", range(len(AD)))
def test_an_advertisement_cut_anywhere_is_none(length):
    assert parse_advertisement(AD[:length]) is None


def test_a_company_id_of_one_byte_borrows_none_from_the_next_structure():
    assert parse_advertisement(b"\x02\xff\x4c" + b"\x00" + air.apple_data()) is None


@pytest.mark.parametrize("h4", [True, False])
def test_several_legacy_reports_in_one_event(h4):
    other = air.advertisement(air.apple_data(minor=8))
    event = air.legacy_event(
        air.legacy_report(AD, -63, 0xA1),
        air.legacy_report(air.structure(9, b"phone"), -40, 0xA2),
        air.legacy_report(other, -99, 0xA3),
        h4=h4,
    )
    assert parse_hci_event(event) == [
        Heard(OURS, "00:00:00:00:00:A1", -63),
        Heard(IBeacon(air.UUID, 1, 8, -59), "00:00:00:00:00:A3", -99),
    ]


@pytest.mark.parametrize("h4", [True, False])
def test_several_extended_reports_in_one_event(h4):
    event = air.extended_event(air.extended_report(AD, -63, 0xA1), air.extended_report(AD, -70, 0xA2), h4=h4)
    assert parse_hci_event(event) == [
        Heard(OURS, "00:00:00:00:00:A1", -63),
        Heard(OURS, "00:00:00:00:00:A2", -70),
    ]


@pytest.mark.parametrize(
    "event", [air.legacy_event(air.legacy_report(AD, 127)), air.extended_event(air.extended_report(AD, 127))]
)
def test_an_rssi_that_is_not_available_is_none(event):
    assert [heard.rssi for heard in parse_hci_event(event)] == [None]


@pytest.mark.parametrize(
    "event",
    [air.legacy_event(air.legacy_report(AD), h4=False), air.extended_event(air.extended_report(AD), h4=False)],
    ids=["legacy", "extended"],
)
def test_an_event_cut_anywhere_gives_nothing(event):
    assert len(parse_hci_event(event)) == 1
    for length in range(len(event)):
        assert parse_hci_event(event[:length]) == []


def test_the_length_of_the_event_bounds_its_reports():
    event = bytearray(air.legacy_event(air.legacy_report(AD, 1), air.legacy_report(AD, 2)))
    event[2] -= 1
    assert [heard.rssi for heard in parse_hci_event(bytes(event))] == [1]


def test_more_reports_claimed_than_sent_gives_those_sent():
    event = bytearray(air.legacy_event(air.legacy_report(AD)))
    event[4] = 25
    assert len(parse_hci_event(bytes(event))) == 1


@pytest.mark.parametrize("status", [1, 2, 3])
def test_a_part_of_an_extended_advertisement_is_not_believed(status):
    assert parse_hci_event(air.extended_event(air.extended_report(AD, status=status))) == []


def test_the_last_part_of_an_extended_advertisement_is_not_taken_for_a_whole_one():
    first = air.extended_report(air.structure(0xFF, b"\x18\x01" + bytes(20)), status=1)
    event = air.extended_event(first, air.extended_report(AD), air.extended_report(AD, address=0xB2))
    assert [heard.address for heard in parse_hci_event(event)] == ["00:00:00:00:00:B2"]


def test_after_its_last_part_a_sender_is_believed_again():
    part = air.extended_report(b"", status=1)
    event = air.extended_event(part, air.extended_report(AD), air.extended_report(AD))
    assert len(parse_hci_event(event)) == 1


@pytest.mark.parametrize("event", [b"\x04\x0e\x04\x01\x05\x10\x00", b"\x02\x40\x20", b"\x04\x3e\x00", b"\x3e\x01\x02"])
def test_other_events_are_none_of_ours(event):
    assert parse_hci_event(event) == []
