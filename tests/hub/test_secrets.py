"""The secrets of the hub: the token of its own machine, and the keys of stations that were paired."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from xlab.hub import secrets
from xlab.hub.secrets import MOST_STATIONS, PairedStation, StationKeys, station_token


def test_it_is_made_once_and_kept(tmp_path):
    token = station_token(tmp_path)
    assert len(token) >= 32
    assert station_token(tmp_path) == token


@pytest.mark.parametrize("left", [b"", b"\0" * 43, b"\xff\xfe\x00", b"short"])
def test_what_a_power_cut_left_is_no_token(tmp_path, left):
    before = station_token(tmp_path)
    path = tmp_path / "keys" / "station.token"
    path.write_bytes(left)
    after = station_token(tmp_path)
    assert len(after) >= 32 and after != before
    assert path.read_text("ascii") == after
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_keys_of_stations_are_kept_and_those_taken_off_are_known_still(tmp_path):
    keys = StationKeys(tmp_path)
    keys.put("st-2", PairedStation(b"2" * 32, "Two"))
    keys.put("st-3", PairedStation(b"3" * 32, "Three"))
    keys.put("st-3", PairedStation(b"3" * 32, "Three", off=True))
    again = StationKeys(tmp_path)
    assert set(again.paired()) == {"st-2"}
    assert again.get("st-3") == PairedStation(b"3" * 32, "Three", off=True)
    assert again.get("st-4") is None


def test_the_oldest_that_were_taken_off_are_forgotten_and_never_one_that_is_paired(tmp_path):
    keys = StationKeys(tmp_path)
    keys.put("kept", PairedStation(b"0" * 32, "Kept"))
    for number in range(2 * MOST_STATIONS):
        keys.put(f"off-{number}", PairedStation(b"1" * 32, "", off=True))
    assert keys.get("off-0") is None and keys.get(f"off-{2 * MOST_STATIONS - 1}") is not None
    assert set(StationKeys(tmp_path).paired()) == {"kept"}


def test_those_paired_and_taken_off_at_the_same_time_are_all_kept(tmp_path, monkeypatch):
    keys = StationKeys(tmp_path)
    together = threading.Barrier(2)
    write = secrets.write_key

    def slow(*args) -> None:
        with contextlib.suppress(threading.BrokenBarrierError):
            together.wait(0.2)
        write(*args)

    monkeypatch.setattr(secrets, "write_key", slow)
    with ThreadPoolExecutor() as threads:
        for number in (2, 3):
            threads.submit(keys.put, f"st-{number}", PairedStation(b"2" * 32, "One of two"))
    assert set(StationKeys(tmp_path).paired()) == {"st-2", "st-3"}


@pytest.mark.parametrize(
    "left", [b"\x00" * 50, b'{"st-2":{"key":"', b'{"\xff\xff":{}}', b'{"st-2":{"x":' + b"[" * 5000]
)
def test_a_damaged_file_of_keys_is_said_and_stops_nothing(tmp_path, caplog, left):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "stations.json").write_bytes(left)
    assert StationKeys(tmp_path).paired() == {}
    assert "Pair the kit's further stations again" in caplog.text
