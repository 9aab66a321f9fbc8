"""Recordings: what was written is read, what was cut off is kept, what is wrong is said in a sentence."""

import gzip
import json
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.air import UUID
from xlab.beacons.recorder import Recorder
from xlab.beacons.recording import MOST_BLANK, MOST_LINE_BYTES, RecordingError, open_recording
from xlab.beacons.sighting import Sighting

SIGHTINGS = [Sighting(n / 5, "st-1", UUID, 1, n % 3, -59, -60 - n % 30) for n in range(50)]
LINE = {"t": 12.345, "scanner": "st-1", "uuid": UUID, "major": 1, "minor": 7, "tx_power": -59, "rssi": -63}


def written(path: Path, sightings: list[Sighting] = SIGHTINGS) -> Path:
    with Recorder(path) as recorder:
        for sighting in sightings:
            recorder.write(sighting)
    assert recorder.count == len(sightings)
    return path


def text(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def fails(path: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        list(open_recording(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["walk.jsonl", "walk.jsonl.gz"])
def test_what_was_written_is_read(tmp_path, name):
    assert list(open_recording(written(tmp_path / name))) == SIGHTINGS


def test_the_form_is_the_one_of_the_design(tmp_path):
    sighting = Sighting(12.345, "st-1", UUID, 1, 7, -59, -63)
    assert json.loads(written(tmp_path / "one.jsonl", [sighting]).read_text()) == LINE


def test_content_decides_and_not_the_name(tmp_path):
    plain = written(tmp_path / "a.jsonl").rename(tmp_path / "a.gz")
    zipped = written(tmp_path / "b.jsonl.gz").rename(tmp_path / "b.jsonl")
    assert list(open_recording(plain)) == list(open_recording(zipped)) == SIGHTINGS


def test_blank_lines_foreign_fields_upper_case_and_a_byte_order_mark_are_no_fault(tmp_path):
    path = tmp_path / "hand.jsonl"
    line = json.dumps(LINE | {"uuid": UUID.upper(), "t": 1, "note": {"a": [1]}})
    path.write_bytes(b"\xef\xbb\xbf" + f"{line}\r\n\n{line}".encode())
    assert [(one.t, one.uuid) for one in open_recording(path)] == [(1.0, UUID), (1.0, UUID)]


@pytest.mark.parametrize("name", ["walk.jsonl", "walk.jsonl.gz"])
def test_a_file_cut_anywhere_gives_what_was_there_before(tmp_path, name):
    whole = written(tmp_path / name).read_bytes()
    cut = tmp_path / f"cut-{name}"
    rng = random.Random(7)
    for length in sorted(rng.sample(range(len(whole) // 4, len(whole)), 40)):
        cut.write_bytes(whole[:length])
        told: list[str] = []
        read = list(open_recording(cut, on_cut=told.append))
        assert read == SIGHTINGS[: len(read)]
        assert len(read) >= length * len(SIGHTINGS) // len(whole) - 8
        # A plain file cut between two lines is whole; a compressed one never is.
        assert len(told) == 1 or (name == "walk.jsonl" and whole[length - 1 : length + 1].count(b"\n") == 1)
        assert all("cut off" in sentence and str(cut) in sentence for sentence in told)


@pytest.mark.parametrize("name", ["killed.jsonl", "killed.jsonl.gz"])
def test_a_killed_recorder_leaves_every_line(tmp_path, name):
    path = tmp_path / name
    script = (
        "import sys, os, signal; from pathlib import Path\n"
        "from xlab.beacons.recorder import Recorder; from xlab.beacons.sighting import Sighting\n"
        "recorder = Recorder(Path(sys.argv[1]))\n"
        f"for n in range(20): recorder.write(Sighting(n / 5, 'st-1', '{UUID}', 1, 7, -59, -60))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode == -signal.SIGKILL
    assert len(list(open_recording(path, on_cut=lambda _: None))) == 20


def test_an_empty_file_has_no_sightings(tmp_path):
    path = tmp_path / "empty.jsonl"
    path.touch()
    assert list(open_recording(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "[]",
        "null",
        json.dumps(LINE | {"t": "soon"}),
        json.dumps(LINE | {"t": float("nan")}),
        json.dumps(LINE).replace("12.345", "1e999"),
        json.dumps(LINE | {"t": 1e13}),
        json.dumps(LINE | {"major": 65536}),
        json.dumps(LINE | {"minor": -1}),
        json.dumps(LINE | {"rssi": -(10**400)}),
        json.dumps(LINE | {"rssi": -63.5}),
        json.dumps(LINE | {"tx_power": None}),
        json.dumps(LINE | {"uuid": "e2c5"}),
        json.dumps(LINE | {"uuid": UUID + "\n"}),
        json.dumps(LINE | {"scanner": ""}),
        json.dumps(LINE | {"scanner": "\x1b[2J"}),
        json.dumps(LINE | {"scanner": "st-1\n"}),
        json.dumps({key: value for key, value in LINE.items() if key != "rssi"}),
        '{"x": ' + "[" * 2000 + "]" * 2000 + "}",
        '{"scanner": "\\ud800"}',
    ],
)
def test_a_wrong_line_is_named(tmp_path, line):
    path = text(tmp_path / "wrong.jsonl", LINE, line, LINE)
    read = open_recording(path)
    assert next(read).minor == 7
    with pytest.raises(RecordingError, match="line 2"):
        next(read)


def test_bytes_that_are_no_text_are_an_error(tmp_path):
    path = tmp_path / "noise.jsonl"
    path.write_bytes(random.Random(1).randbytes(3000))
    assert "line" in fails(path)


def test_an_endless_line_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(b" " * (1 << 20))
    assert path.stat().st_size < 100_000
    assert f"longer than {MOST_LINE_BYTES} bytes" in fails(path)


def test_millions_of_empty_lines_are_not_read_to_their_end(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(64):
            file.write(b"\n" * (1 << 20))
    assert f"{MOST_BLANK} empty lines" in fails(path)


def test_damaged_compression_is_an_error(tmp_path):
    path = written(tmp_path / "walk.jsonl.gz")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    path.write_bytes(data)
    fails(path)


def test_a_missing_file_a_folder_and_a_device_are_errors(tmp_path):
    assert "does not exist" in fails(tmp_path / "nothing.jsonl")
    assert "is a folder" in fails(tmp_path)
    fails(Path("/dev/zero"))


def test_a_recorder_overwrites_nothing(tmp_path):
    path = written(tmp_path / "walk.jsonl")
    with pytest.raises(RecordingError, match="exists already"):
        Recorder(path)
    assert list(open_recording(path)) == SIGHTINGS


def test_a_recorder_without_a_folder_says_so(tmp_path):
    with pytest.raises(RecordingError, match="cannot be made"):
        Recorder(tmp_path / "nowhere" / "walk.jsonl")


@pytest.mark.parametrize("name", ["full.jsonl", "full.jsonl.gz"])
def test_a_full_card_is_told_and_what_was_written_stays(tmp_path, name):
    path = tmp_path / name
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with (
            pytest.raises(RecordingError, match=r"cannot be written.*It holds \d+ sightings"),
            Recorder(path) as recorder,
        ):
            for sighting in SIGHTINGS * 10:
                recorder.write(sighting)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    read = list(open_recording(path, on_cut=lambda _: None))
    assert 5 <= len(read) <= recorder.count + 1  # the line that failed may have fitted all the same
    assert read == (SIGHTINGS * 10)[: len(read)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=200).map(gzip.compress)))
def test_any_file_is_read_or_refused(tmp_path, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    try:
        list(open_recording(path, on_cut=lambda _: None))
    except RecordingError as error:
        assert str(path) in str(error)
