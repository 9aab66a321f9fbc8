"""``xlab beacons`` as people and scripts use it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.fakes.air import UUID
from tests.fakes.radio import ScriptedRadio, Step
from xlab.beacons import scanner
from xlab.beacons.calibration import Calibration
from xlab.beacons.notes import Taught
from xlab.beacons.recorder import Recorder
from xlab.beacons.recording import open_recording, read_recording
from xlab.beacons.recordings import bundled
from xlab.beacons.sighting import Sighting
from xlab.cli.beacons import beacons
from xlab.events import Calibrated
from xlab.store import SqliteLog, stamp

FOREIGN = "50765cb7-d9ea-4e21-99a4-fa879613a492"
LISTENING = ("scanning", "")
TROUBLE = ("missing", "No Bluetooth adapter was found. Plug one in.")


def heard(minor: int = 7, rssi: int = -60, uuid: str = UUID, t: float = 0.0) -> Sighting:
    return Sighting(t, "st-1", uuid, 1, minor, -59, rssi)


def save(path: Path, *sightings: Sighting) -> Path:
    with Recorder(path) as recorder:
        for one in sightings:
            recorder.write(one)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XLAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def radio(monkeypatch):
    def make(*steps: Step) -> ScriptedRadio:
        made = ScriptedRadio(steps)
        monkeypatch.setattr(scanner, "scan", made.scan)
        return made

    return make


def run(*arguments: object):
    return CliRunner().invoke(beacons, [str(argument) for argument in arguments])


def objects(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_replay_prints_presence_one_a_line_as_the_design_has_it():
    result = run("replay", bundled().path, "--json")
    events = objects(result.stdout)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert all(list(event) == ["t", "kind", "beacon", "station", "proximity"] for event in events)
    assert [event["kind"] for event in events if event["kind"] != "moved"] == ["entered", "left"]
    assert {event["beacon"] for event in events} == {f"{UUID}/1/1"}
    assert events[-1]["station"] is None


def test_replay_sightings_gives_the_recording_back():
    path = bundled().path
    result = run("replay", path, "--json", "--sightings")
    assert [Sighting(**one) for one in objects(result.stdout)] == list(open_recording(path))


def test_replay_keeps_the_kits_own_beacons_unless_told_otherwise(tmp_path):
    path = save(tmp_path / "r.jsonl", heard(), heard(uuid=FOREIGN))
    assert [one["uuid"] for one in objects(run("replay", path, "--json", "--sightings").stdout)] == [UUID]
    both = objects(run("replay", path, "--json", "--sightings", "--any").stdout)
    assert [one["uuid"] for one in both] == [UUID, FOREIGN]


def test_replay_takes_the_kits_uuids_from_its_settings(tmp_path, home):
    home.mkdir()
    (home / "kit.toml").write_text(f'beacon_uuids = ["{FOREIGN}"]')
    path = save(tmp_path / "r.jsonl", heard(), heard(uuid=FOREIGN))
    assert [one["uuid"] for one in objects(run("replay", path, "--json", "--sightings").stdout)] == [FOREIGN]
    elsewhere = run("replay", path, "--json", "--sightings", "--home", tmp_path / "other")
    assert [one["uuid"] for one in objects(elsewhere.stdout)] == [UUID]


def test_replay_of_foreign_beacons_alone_says_how_to_see_them(tmp_path):
    result = run("replay", save(tmp_path / "r.jsonl", heard(uuid=FOREIGN)), "--json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 sightings, none of this kit's beacons; --any shows them." in result.stderr


def test_replay_for_people(tmp_path):
    path = save(tmp_path / "r.jsonl", heard(t=2.0))
    assert run("replay", path).stdout.splitlines() == [
        "      2.0 s  e2c5..96e0/1/7  entered  near at st-1",
        "     32.0 s  e2c5..96e0/1/7  left",
    ]
    assert run("replay", path, "--sightings").stdout == "    2.000 s  e2c5..96e0/1/7  -60 dBm at st-1\n"


def test_replay_at_a_pace_says_the_same(tmp_path):
    path = save(tmp_path / "r.jsonl", *[heard(t=n / 5) for n in range(20)])
    assert run("replay", path, "--json", "--speed", 50).stdout == run("replay", path, "--json").stdout


@pytest.mark.parametrize("speed", ["0", "-1", "nan", "inf", "fast"])
def test_a_speed_that_is_none_is_wrong_use(speed):
    result = run("replay", bundled().path, "--speed", speed)
    assert result.exit_code == 2
    assert "--speed" in result.stderr


@pytest.mark.parametrize("content", ["hello\n", "", '{"t": 1}\n'])
def test_a_bad_file_is_one_sentence_and_status_1(tmp_path, content):
    path = tmp_path / "bad.jsonl"
    path.write_text(content)
    for pace in ((), ("--speed", "10")):
        result = run("replay", path, "--json", *pace)
        assert (result.exit_code, result.stdout) == (1, "")
        assert len(result.stderr.splitlines()) == 1
        assert str(path) in result.stderr


def test_a_file_that_was_cut_off_is_read_and_it_is_said(tmp_path):
    path = save(tmp_path / "r.jsonl", heard(), heard(t=1))
    path.write_bytes(path.read_bytes()[:-20])
    result = run("replay", path, "--json", "--sightings")
    assert (result.exit_code, len(objects(result.stdout))) == (0, 1)
    assert "cut off in line 2" in result.stderr


@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_goes_away_is_met_with_silence(tmp_path, reader):
    path = save(tmp_path / "r.jsonl", *[heard(t=n / 100) for n in range(5000)])
    command = f"{sys.executable} -m xlab.cli beacons replay {path} --json --sightings | {reader}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_scan_prints_sightings_with_the_stations_name(radio, home):
    fake = radio(LISTENING, heard(7), heard(8))
    result = run("scan", "--json", "--seconds", "0.2")
    assert result.exit_code == 0
    assert [(one["scanner"], one["minor"]) for one in objects(result.stdout)] == [("st-1", 7), ("st-1", 8)]
    assert fake.asked == (frozenset({UUID}), "st-1")
    assert fake.closed


def test_scan_without_a_radio_says_why_and_fails(radio):
    fake = radio(TROUBLE)
    result = run("scan", "--json", "--seconds", "0.1")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (1, "", TROUBLE[1])
    assert fake.closed
    shown = run("scan", "--seconds", "0.1")
    assert shown.exit_code == 1
    assert TROUBLE[1] in shown.stdout


def test_scan_shows_who_is_here(radio):
    radio(LISTENING, heard(7), heard(8, -85))
    result = run("scan", "--seconds", "0.4")
    assert result.exit_code == 0
    assert "e2c5" not in result.stdout, "people know badges by their faces"
    assert [" Station 1 " in line for line in result.stdout.splitlines()].count(True) == 2
    assert " -85 " in result.stdout


@pytest.mark.parametrize("arguments", [("scan",), ("scan", "--json")])
def test_ctrl_c_ends_a_scan_cleanly(radio, arguments):
    fake = radio(LISTENING, heard(), signal.SIGINT)
    result = run(*arguments)
    assert (result.exit_code, fake.closed) == (0, True)
    assert "Traceback" not in result.output


def test_record_writes_what_is_heard_until_ctrl_c(radio, tmp_path):
    radio(LISTENING, heard(7), heard(8), heard(7), signal.SIGINT)
    path = tmp_path / "r.jsonl.gz"
    result = run("record", path)
    assert result.exit_code == 0
    assert [one.minor for one in open_recording(path)] == [7, 8, 7]
    assert f"{path} holds 3 sightings of 2 beacons." in result.stderr


def test_a_recording_carries_what_the_stations_were_taught(radio, tmp_path):
    log = SqliteLog.open(tmp_path / "events.db")
    log.append([stamp(Calibrated(how="walk", offsets={"st-1": 6.0}, touches={"st-1": 12.0}))])
    log.close()
    radio(LISTENING, heard(7), signal.SIGINT)
    path = tmp_path / "r.jsonl.gz"
    assert run("record", path, "--home", tmp_path).exit_code == 0
    (taught,) = [item for item in read_recording(path) if isinstance(item, Taught)]
    assert taught.calibrations == {"st-1": Calibration(offset=6.0, touch=12.0)}
    assert len(list(open_recording(path))) == 1


def test_record_can_print_as_well(radio, tmp_path):
    radio(LISTENING, heard(7), heard(8))
    path = tmp_path / "r.jsonl"
    result = run("record", path, "--json", "--seconds", "0.2")
    assert [Sighting(**one) for one in objects(result.stdout)] == list(open_recording(path))


def test_record_without_a_radio_fails_and_leaves_no_file(radio, tmp_path):
    radio(TROUBLE)
    result = run("record", tmp_path / "r.jsonl", "--seconds", "0.1")
    assert result.exit_code == 1
    assert TROUBLE[1] in result.stderr
    assert not (tmp_path / "r.jsonl").exists()


def test_record_overwrites_nothing(radio, tmp_path):
    radio(LISTENING, heard())
    path = save(tmp_path / "r.jsonl", heard(1))
    result = run("record", path, "--seconds", "0.1")
    assert result.exit_code == 1
    assert "exists already" in result.stderr
    assert [one.minor for one in open_recording(path)] == [1]


@pytest.mark.parametrize("command", [["--help"], ["scan", "--help"], ["record", "--help"], ["replay", "--help"]])
def test_every_command_shows_an_example(command):
    assert "Example: xlab beacons" in run(*command).stdout


@pytest.mark.parametrize("options", [(), ("--sightings",), ("--json",)])
def test_a_full_disk_under_what_is_printed_is_one_sentence(options):
    command = [sys.executable, "-m", "xlab.cli", "beacons", "replay", str(bundled().path), *options]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "What was found cannot be written: the disk is full. Free some space, then try again.\n"


def test_a_scan_into_a_file_ends_with_a_whole_line(radio):
    radio(LISTENING)
    assert run("scan", "--seconds", "0.2").stdout.endswith("Ctrl-C ends.\n")
