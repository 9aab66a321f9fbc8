"""Captures of the three link types, whole, cut and damaged."""

import json
import random
import struct
from pathlib import Path

import pytest

from tests.fakes import air
from xlab.beacons.recording import RecordingError, open_recording

DATA = Path(__file__).parents[1] / "data/beacons"
EVENTS = [bytes.fromhex(v["hex"]) for v in json.loads((DATA / "vectors.json").read_text()) if v["layer"] == "hci_event"]
START = 0x00E03AB44A676000  # microseconds: the beginning of 2000
H4_IN = 3
"""Flags of an event that came from the controller."""


def h4(events: list[bytes] = EVENTS) -> list[tuple[int, int, bytes]]:
    return [(START + n * 250_000, H4_IN, event) for n, event in enumerate(events)]


def save(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def seen(path: Path) -> list[tuple[float, str, int, int]]:
    return [(one.t, one.uuid[:8], one.minor, one.rssi) for one in open_recording(path)]


EXPECTED = [
    (0.0, "e2c56db5", 0, -77),
    (0.5, "50765cb7", 20677, -93),
    (0.75, "74278bda", 27985, -90),
    (1.0, "74278bda", 21311, -100),
    (1.25, "50765cb7", 39954, -99),
]
"""The cases in the order of the file; the second event holds no iBeacon."""


def test_link_type_h4(tmp_path):
    path = save(tmp_path / "h4.btsnoop", air.btsnoop(1002, h4()))
    assert seen(path) == EXPECTED
    assert {one.scanner for one in open_recording(path)} == {"capture"}


def test_link_type_without_packet_types(tmp_path):
    records = [(t, flags, event[1:]) for t, flags, event in h4()]
    assert seen(save(tmp_path / "hci.btsnoop", air.btsnoop(1001, records))) == EXPECTED


def test_link_type_of_the_linux_monitor(tmp_path):
    second_adapter = 1 << 16
    records = [(t, second_adapter | 3, event[1:]) for t, _, event in h4()]
    names = [(START, 0, b"\0" * 16), (START, 8, b"name\0"), (START, 0xFFFF, b"\x06note\0")]
    assert seen(save(tmp_path / "btmon.btsnoop", air.btsnoop(2001, names + records))) == EXPECTED


@pytest.mark.parametrize("flags", [0, 1, 2])
def test_what_was_sent_to_the_controller_is_not_heard(tmp_path, flags):
    records = [(START, flags, event) for event in EVENTS]
    assert seen(save(tmp_path / "out.btsnoop", air.btsnoop(1002, records))) == []


@pytest.mark.parametrize("opcode", [2, 4, 5, 6, 7])
def test_other_packets_of_the_monitor_are_not_heard(tmp_path, opcode):
    records = [(START, opcode, event[1:]) for event in EVENTS]
    assert seen(save(tmp_path / "btmon.btsnoop", air.btsnoop(2001, records))) == []


def test_reports_without_an_rssi_are_left_out(tmp_path):
    event = air.legacy_event(air.legacy_report(air.advertisement(air.apple_data()), 127))
    assert seen(save(tmp_path / "mute.btsnoop", air.btsnoop(1002, h4([event])))) == []


def test_a_capture_may_be_compressed(tmp_path):
    import gzip

    assert seen(save(tmp_path / "h4.btsnoop.gz", gzip.compress(air.btsnoop(1002, h4())))) == EXPECTED


def test_a_clock_set_back_is_no_fault(tmp_path):
    records = [(START - n * 1_000_000, H4_IN, event) for n, event in enumerate(EVENTS)]
    times = [t for t, *_ in seen(save(tmp_path / "back.btsnoop", air.btsnoop(1002, records)))]
    assert times == [0, -2, -3, -4, -5]


def test_a_capture_cut_anywhere_gives_what_was_there_before(tmp_path):
    whole = air.btsnoop(1002, h4())
    path = tmp_path / "cut.btsnoop"
    for length in range(8, len(whole)):
        save(path, whole[:length])
        told: list[str] = []
        read = [one.t for one in open_recording(path, on_cut=told.append)]
        assert read == [t for t, *_ in EXPECTED][: len(read)]
        ends = {16 + sum(24 + len(event) for event in EVENTS[:n]) for n in range(len(EVENTS))}
        assert len(told) == (length not in ends)


@pytest.mark.parametrize(("version", "link"), [(1, 1003), (2, 1002), (1, 0)])
def test_another_kind_of_capture_is_refused_by_name(tmp_path, version, link):
    path = save(tmp_path / "odd.btsnoop", air.btsnoop(link, h4(), version))
    with pytest.raises(RecordingError, match=f"byte 8: version {version} with link type {link}"):
        seen(path)


def test_a_record_of_absurd_length_is_refused_and_not_read(tmp_path):
    good = air.btsnoop(1002, h4())
    path = save(tmp_path / "huge.btsnoop", good + struct.pack(">IIIIq", 2**32 - 1, 2**32 - 1, H4_IN, 0, START))
    read = open_recording(path)
    assert len([next(read) for _ in EXPECTED]) == len(EXPECTED)
    with pytest.raises(RecordingError, match=f"byte {len(good)}: a record claims 4294967295 bytes"):
        next(read)


def test_noise_behind_a_good_header_is_read_or_refused(tmp_path):
    for seed in range(50):
        noise = random.Random(seed).randbytes(2000)
        path = save(tmp_path / "noise.btsnoop", air.btsnoop(1002, [(START, H4_IN, noise)]) + noise)
        try:
            assert list(open_recording(path, on_cut=lambda _: None)) == []
        except RecordingError as error:
            assert "damaged at byte" in str(error)
