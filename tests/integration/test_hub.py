"""The hub as a process: what it says, how it ends, and what it survives."""

import json
import signal
import socket
import threading
import urllib.error
import urllib.request

import pytest

from tests.fakes.bluez import BlueZStandIn
from tests.fakes.manager import ServiceManager
from tests.running import RunningKit, RunningProcess, free_port
from tests.waiting import PATIENCE

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
# As an advertisement of badge 1/7 carries it: iBeacon type and length, UUID, major, minor, TX power -59.
BADGE = bytes.fromhex("0215" + UUID.replace("-", "") + "00010007c5")
NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}


@pytest.fixture(scope="module")
def walking():
    """A hub that plays the bundled recording, for tests that only look at it; its facilitator is signed in."""
    with RunningKit("--kit-name", "Blue box", part="hub", env=NO_BUS) as kit:
        kit.sign_in()
        yield kit


def test_health_is_open_and_complete(walking):
    walking.wait(lambda h: h["radio"]["state"] == "replaying")
    with urllib.request.urlopen(f"{walking.url}/api/v1/health", timeout=PATIENCE) as answer:
        health = json.load(answer)
    assert set(health) == {"kit", "version", "build", "uptime_s", "keeps", "radio", "ways", "stations", "scanners"}
    assert health["radio"]["source"] == "recorded"
    assert health["radio"]["reason"].endswith(".")
    assert health["uptime_s"] >= 0
    assert health["stations"] == health["scanners"] == []


def test_the_bundled_recording_walks_through_the_room(walking):
    stations = set()
    for _, event, _, data in walking.live():
        if event == "room":
            assert data["radio"]["source"] == "recorded" or data["radio"]["state"] == "starting"
            stations |= {badge["station"] for badge in data["badges"]}
            assert all(badge["source"] == "recorded" for badge in data["badges"])
        if len(stations - {None}) >= 2:
            break


def test_an_advertisement_becomes_a_live_event():
    with BlueZStandIn() as bluez:
        bluez.add_adapter()
        with RunningKit(part="hub", env={"DBUS_SYSTEM_BUS_ADDRESS": bluez.address}) as kit:
            kit.wait(lambda h: h["radio"] == {"state": "scanning", "source": "live", "reason": ""})
            kit.sign_in()
            stop = threading.Event()

            def badge() -> None:
                while not stop.wait(0.1):
                    bluez.advertise("00:00:00:00:00:07", {0x004C: BADGE}, -50)

            sender = threading.Thread(target=badge)
            sender.start()
            try:
                for _, event, number, data in kit.live():
                    if event == "event" and data["fact"]["type"] == "PresenceChanged":
                        assert data["fact"]["kind"] == "entered"
                        assert data["fact"]["beacon"] == f"{UUID}/1/7"
                        assert (data["station"], data["source"]) == ("st-1", "live")
                        assert int(number) == data["seq"]
                        break
            finally:
                stop.set()
                sender.join()


def test_it_ends_by_itself_with_everything_open():
    with RunningKit(part="hub", env=NO_BUS) as kit:
        kit.sign_in()
        feed = kit.live()
        next(feed)
        status, _ = kit.process.stop(signal.SIGTERM)
        assert status == 0, kit.process.output
        assert "Traceback" not in kit.process.output
        assert "never awaited" not in kit.process.output and "was destroyed" not in kit.process.output


def test_the_service_manager_is_told_once_it_answers_while_its_loop_turns_and_that_it_ends(tmp_path):
    with ServiceManager(tmp_path, patience=0.3) as manager:
        with RunningKit("--kit-name", "Blue box", part="hub", env=NO_BUS | manager.env) as kit:
            ready = manager.until("READY")[-1]
            assert ready["STATUS"] == "The dashboard of Blue box answers."
            assert kit.health()["version"]
            manager.until("WATCHDOG")
            assert kit.process.stop()[0] == 0
        assert manager.until("STOPPING")


def test_a_taken_port_is_said_plainly(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = RunningProcess(
            "xlab.cli", "hub", "--home", str(tmp_path), "--port", str(port), env={"XLAB_HOST": "127.0.0.1"}
        )
        process.line(rf"Port {port} on 127\.0\.0\.1 cannot be used: Address already in use\. .*--port")
        assert process.process.wait(PATIENCE) == 1
        assert "Traceback" not in process.output


def test_a_home_that_cannot_be_made_is_said_plainly():
    command = ("xlab.cli", "hub", "--home", "/proc/no-such-home", "--port", str(free_port()))
    process = RunningProcess(*command, env={"XLAB_HOST": "127.0.0.1"})
    process.line("home .* cannot be used")
    assert process.process.wait(PATIENCE) == 1
    assert "Traceback" not in process.output


def test_a_log_that_cannot_be_opened_is_said_plainly(tmp_path):
    (tmp_path / "events.db").mkdir()
    command = ("xlab.cli", "hub", "--home", str(tmp_path), "--port", str(free_port()))
    process = RunningProcess(*command, env={"XLAB_HOST": "127.0.0.1"})
    process.line(r"event log cannot be opened\. .*events\.db")
    assert process.process.wait(PATIENCE) == 1
    assert "Traceback" not in process.output


def test_every_wrong_setting_is_named_at_once(tmp_path):
    (tmp_path / "kit.toml").write_text('port = "many"\nlanguage = "it"\ncolour = 1\n')
    process = RunningProcess("xlab.cli", "hub", "--home", str(tmp_path))
    assert process.process.wait(PATIENCE) == 2
    process.line("port in")
    process.line("language in")
    process.line("colour in")


def test_a_damaged_log_is_kept_aside_and_the_kit_comes_up(tmp_path):
    (tmp_path / "events.db").write_bytes(b"this is not a database" * 100)
    with RunningKit(part="hub", env=NO_BUS, home=tmp_path) as kit:
        assert kit.health()["version"]
    assert [path for path in tmp_path.iterdir() if path.name.startswith("events") and path.read_bytes()[:4] == b"this"]


def test_secrets_are_readable_by_the_owner_only(walking):
    keys = walking.home / "keys"
    assert keys.stat().st_mode & 0o777 == 0o700
    files = list(keys.iterdir())
    assert files
    for path in files:
        assert path.stat().st_mode & 0o777 == 0o600, path


def test_neither_pin_nor_token_nor_beacon_is_in_what_it_prints(walking):
    walking.wait(lambda h: h["radio"]["state"] == "replaying")
    feed = walking.live()
    while next(feed)[1] != "event":
        pass
    token = (walking.home / "keys" / "station.token").read_text()
    assert token not in walking.process.output
    assert UUID not in walking.process.output


def test_the_feed_is_for_the_facilitator_only(walking):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{walking.url}/live", timeout=PATIENCE)
    assert refused.value.code in (401, 403)
