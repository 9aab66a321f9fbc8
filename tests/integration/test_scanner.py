"""A further station in processes of its own: paired by a code, heard by the hub, back after everything that happens."""

import json
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.fakes.badge import UUID, ibeacon
from tests.fakes.bluez import BlueZStandIn
from tests.running import RunningKit, RunningProcess
from tests.waiting import PATIENCE

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}


class Advertising:
    """A badge beside the further station's radio, ten times a second. A context manager."""

    def __init__(self, bluez: BlueZStandIn) -> None:
        self._bluez = bluez
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="badge")

    def _run(self) -> None:
        while not self._over.wait(0.1):
            self._bluez.advertise("00:00:00:00:00:07", ibeacon(), -50)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


class FurtherStation:
    """``xlab scanner --json`` at ``st-2``, on a machine whose clocks all show another time. A context manager."""

    def __init__(self, home: Path, url: str, bluez: BlueZStandIn) -> None:
        command = ("--home", str(home), "--hub", url, "--station", "st-2", "--station-name", "Window", "--json")
        env = {"DBUS_SYSTEM_BUS_ADDRESS": bluez.address}
        self.process = RunningProcess("tests.fakes.other_clocks", "scanner", *command, env=env)

    def __enter__(self) -> "FurtherStation":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.process.poll() is None:
            self.process.stop()

    def code(self) -> str:
        return json.loads(self.process.line(r'\{"link":"pairing".*"kits":\["Blue box"\].*')[1][0])["pairing"]["code"]


@pytest.fixture
def bluez():
    with BlueZStandIn() as stand_in:
        stand_in.add_adapter()
        yield stand_in


def where(kit: RunningKit) -> set[tuple[str, str | None]]:
    """Each badge in the room with its station."""
    room = json.loads(kit.get("/api/v1/room"))
    return {(badge["beacon"], badge["station"]) for badge in room["badges"]}


def until(check, kit: RunningKit, timeout: float = PATIENCE):
    deadline = time.monotonic() + timeout
    while not (found := check()):
        assert time.monotonic() < deadline, f"It did not come to that. The hub said:\n{kit.process.output}"
        time.sleep(0.1)
    return found


def test_a_further_station_is_paired_heard_and_comes_back_to_a_hub_that_was_killed(tmp_path, bluez):
    home = tmp_path / "hub"
    with RunningKit("--kit-name", "Blue box", "--replay", "none", part="hub", env=NO_BUS, home=home) as kit:
        kit.sign_in()
        with FurtherStation(tmp_path / "st-2", kit.url, bluez) as station, Advertising(bluez):
            code = station.code()
            assert "Window" in kit.get("/stations")
            assert 'id="st-2"' in kit.post("/stations", code=code)
            station.process.line(r'"link":"here","kit":"Blue box"')
            until(lambda: (f"{UUID}/1/7", "st-2") in where(kit), kit)
            assert kit.health()["scanners"] == [{"id": "st-2", "state": "scanning"}]

            page = until(lambda: re.search(r"within (\d+) ms", kit.get("/stations?part=now")), kit)
            assert int(page[1]) < 60_000, "a clock of the other machine has come in"

            kit.process.stop(signal.SIGKILL)
            station.process.line(r'"link":"away"')
            kit.__enter__()
            until(lambda: (f"{UUID}/1/7", "st-2") in where(kit), kit)

            status, _ = station.process.stop()
            assert status == 0
            kit.wait(lambda health: health["scanners"] == [{"id": "st-2", "state": "away"}])


def test_the_home_of_a_hub_needs_no_further_scanner(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "station.token").write_text("t" * 43)
    process = RunningProcess("xlab.cli", "scanner", "--home", str(tmp_path))
    process.line("listens with this machine's radio itself")
    assert process.process.wait(PATIENCE) == 1
