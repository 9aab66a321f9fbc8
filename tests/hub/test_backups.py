"""A backup of a kit: whole or not there, read back, and put in the place of what is there in one step or not at all."""

import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlab.events import Answered, Erased, KitStarted, Recorded, VisitSignedOff
from xlab.hub import backups
from xlab.hub.backups import BackupError
from xlab.hub.restoring import finish, restore
from xlab.store import SqliteLog, stamp

NOON = 1_790_000_000.0
SECRETS = ("facilitator.json", "it.json", "session.key", "stations.json", "station.token", "signing.key")


def furnished(home: Path, name: str = "Blue box") -> SqliteLog:
    """A kit with something of everything that travels, and of what does not."""
    for path, text in {
        "kit.toml": f'kit_name = "{name}"\n',
        "reports/v1/report.json": f"the report of {name}",
        "keys/signers.json": "[]",
        "demos/xlab_demo_own/demo.toml": f"a demo of {name}",
        "demos/.inbox/half": "on its way",
        "recordings/recording.jsonl.gz": "what the radio heard",
        "outbox.db": "what a kiosk keeps",
        **{f"keys/{secret}": "secret" for secret in SECRETS},
    }.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)
    log = SqliteLog.open(home / "events.db")
    log.append(
        [stamp(KitStarted(version=name)), *(stamp(Answered(round="r", voter=f"{name}-{n}", value=n)) for n in range(9))]
    )
    return log


def backed_up(home: Path, log: SqliteLog, folder: Path, *, demos: bool = True) -> Path:
    return backups.write(home, log, folder, why="asked", kit_name="Blue box", version="1", now=NOON, demos=demos)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def log(home: Path) -> Iterator[SqliteLog]:
    log = furnished(home)
    yield log
    log.close()


def names(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def texts(home: Path) -> dict[str, str]:
    """What a kit's people would miss, by where it is."""
    wanted = ("kit.toml", "reports/v1/report.json", "demos/xlab_demo_own/demo.toml")
    return {name: (home / name).read_text() for name in wanted if (home / name).exists()}


def versions(home: Path) -> list[str]:
    log = SqliteLog.open(home / "events.db")
    found = [event.fact.version for event in log.read(kinds=[KitStarted]) if isinstance(event.fact, KitStarted)]
    log.close()
    return found


class TestWriting:
    def test_it_holds_what_people_set_and_wrote_and_no_secret(self, home: Path, log: SqliteLog, tmp_path: Path) -> None:
        path = backed_up(home, log, tmp_path / "stick")
        travels = {"kit.toml", "reports/v1/report.json", "keys/signers.json", "demos/xlab_demo_own/demo.toml"}
        assert names(path) == {"manifest.json", "events.db", *travels}
        assert b"secret" not in path.read_bytes()
        manifest = backups.verify(home, path)
        assert (manifest.kit, manifest.events, manifest.erased, manifest.made) == (log.kit, 10, 0, NOON)
        assert [file.name for file in path.parent.iterdir()] == [path.name]
        assert list((home / "backups").iterdir()) == []

    def test_on_the_kits_own_card_it_goes_without_demos(self, home: Path, log: SqliteLog) -> None:
        path = backed_up(home, log, home / "backups", demos=False)
        assert not any(name.startswith("demos") for name in names(path))

    def test_progress_only_ever_grows_to_the_end(self, home: Path, log: SqliteLog, tmp_path: Path) -> None:
        told: list[float] = []
        backups.write(
            home, log, tmp_path, why="asked", kit_name="", version="1", now=NOON, demos=True, progress=told.append
        )
        assert told == sorted(told)
        assert told[-1] == 1.0

    def test_writing_into_the_log_goes_on_meanwhile(self, home: Path, log: SqliteLog, tmp_path: Path) -> None:
        def write_on(_: float) -> None:
            log.append([stamp(KitStarted(version="meanwhile"))])

        path = backups.write(
            home, log, tmp_path, why="asked", kit_name="", version="1", now=NOON, demos=True, progress=write_on
        )
        assert backups.verify(home, path).events == 10
        assert log.last() > 10

    @pytest.mark.parametrize(
        ("number", "reason", "words"),
        [(28, "no_room", "no room left"), (5, "gone", "Put it in again"), (30, "not_written", "Check who may write")],
    )
    def test_a_disk_that_fails_is_said_and_leaves_nothing(
        self, home: Path, log: SqliteLog, tmp_path: Path, number: int, reason: str, words: str
    ) -> None:
        stick = tmp_path / "stick"
        stick.mkdir()

        def fails(share: float) -> None:
            if share > 0.3:
                raise OSError(number, os.strerror(number))

        with pytest.raises(BackupError, match=words) as caught:
            backups.write(home, log, stick, why="asked", kit_name="", version="1", now=NOON, demos=True, progress=fails)
        assert caught.value.reason == reason
        assert list(stick.iterdir()) == []
        assert list((home / "backups").iterdir()) == []


class TestReadingBack:
    @pytest.fixture
    def backup(self, home: Path, log: SqliteLog, tmp_path: Path) -> Path:
        return backed_up(home, log, tmp_path / "stick")

    def test_no_byte_of_it_may_change(self, home: Path, backup: Path) -> None:
        whole = backup.read_bytes()
        here_and_there = [(at, 0xFF) for at in range(0, len(whole), max(1, len(whole) // 40))]
        # The end of the table of contents, bit by bit what it takes to lead elsewhere or to ask for a password.
        at_the_end = [(at, other) for at in range(len(whole) - 80, len(whole)) for other in (0xFF, 0x01)]
        for at, other in here_and_there + at_the_end:
            backup.write_bytes(whole[:at] + bytes([whole[at] ^ other]) + whole[at + 1 :])
            try:
                told = backups.verify(home, backup)
            except BackupError as error:
                assert error.reason == "damaged"  # some bytes of a zip mean nothing
            else:
                assert told.events == 10

    def test_half_of_it_or_something_else_is_no_backup(self, home: Path, backup: Path) -> None:
        whole = backup.read_bytes()
        for wrong in (whole[: len(whole) // 2], b"", b"Dear diary", whole[:100]):
            backup.write_bytes(wrong)
            with pytest.raises(BackupError, match="damaged, or it is no backup"):
                backups.verify(home, backup)

    @pytest.mark.parametrize("place", ["../evil", "/etc/evil", "keys/session.key", "demos/../../evil", "outbox.db"])
    def test_a_part_that_belongs_elsewhere_makes_it_none(self, home: Path, backup: Path, place: str) -> None:
        with zipfile.ZipFile(backup) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            log = archive.read("events.db")
        manifest["parts"] = [manifest["parts"][0], {"path": place, "size": 0, "sha256": "", "mtime": 0}]
        with zipfile.ZipFile(backup, "w") as archive:
            archive.writestr("events.db", log)
            archive.writestr(place, b"")
            archive.writestr("manifest.json", json.dumps(manifest))
        with pytest.raises(BackupError, match="damaged"):
            backups.verify(home, backup)

    def test_a_time_that_no_clock_can_show_makes_it_none(self, home: Path, backup: Path) -> None:
        with zipfile.ZipFile(backup) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files["manifest.json"])
        manifest["parts"][0]["mtime"] = 10**40
        files["manifest.json"] = json.dumps(manifest).encode()
        with zipfile.ZipFile(backup, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        with pytest.raises(BackupError, match="damaged"):
            backups.verify(home, backup)

    def test_one_of_a_newer_version_is_named_so(self, home: Path, backup: Path) -> None:
        with zipfile.ZipFile(backup, "w") as archive:
            archive.writestr("manifest.json", json.dumps({"format": 2, "parts": "in another way"}))
        with pytest.raises(BackupError, match="newer version"):
            backups.read_manifest(backup)


class TestRestoring:
    @pytest.fixture
    def backup(self, home: Path, log: SqliteLog, tmp_path: Path) -> Path:
        path = backed_up(home, log, tmp_path / "stick")
        log.close()
        return path

    def test_another_kit_becomes_as_the_first_one_was_and_keeps_its_own_keys(
        self, tmp_path: Path, backup: Path
    ) -> None:
        other = tmp_path / "other"
        furnished(other, "Red box").close()
        (other / "reports" / "v2").mkdir()
        (other / "reports" / "v2" / "report.json").write_text("of a visit that the first kit knows nothing of")
        told = restore(other, backup, kit_name="Red box", now=NOON)
        assert texts(other) == texts(tmp_path / "home")
        assert versions(other) == ["Blue box"]
        assert not (other / "reports" / "v2").exists()
        assert (other / "keys" / "session.key").read_text() == "secret"
        assert (other / "recordings" / "recording.jsonl.gz").exists()
        # What was there before is a backup, and putting that back undoes it all.
        assert told.before is not None
        assert backups.read_manifest(told.before).why == "restore"
        restore(other, told.before, kit_name="Red box", now=NOON)
        assert versions(other) == ["Red box"]
        assert (other / "reports" / "v2" / "report.json").exists()

    def test_a_kit_that_has_nothing_yet_gets_it_all(self, tmp_path: Path, backup: Path) -> None:
        told = restore(tmp_path / "new", backup, kit_name="", now=NOON)
        assert (told.before, versions(tmp_path / "new")) == (None, ["Blue box"])
        assert not (tmp_path / "new" / "keys" / "station.token").exists()

    def test_what_was_erased_since_does_not_come_back(self, home: Path, backup: Path) -> None:
        log = SqliteLog.open(home / "events.db")
        log.forget("Blue box-3", "asked")
        log.append(
            [stamp(Recorded(run="r", demo="d", values={}), visit="v"), stamp(VisitSignedOff(purged={}), visit="v")]
        )
        log.close()
        restore(home, backup, kit_name="", now=NOON)
        log = SqliteLog.open(home / "events.db")
        assert log.about("Blue box-3") == []
        assert len(log.read(kinds=[Erased])) == 1
        assert b"Blue box-3" not in (home / "events.db").read_bytes()
        log.close()

    def test_a_damaged_log_is_moved_aside_and_the_kit_is_well_again(self, home: Path, backup: Path) -> None:
        with (home / "events.db").open("r+b") as file:
            file.write(b"\0" * 4096)
        told = restore(home, backup, kit_name="", now=NOON)
        assert (told.before, versions(home)) == (None, ["Blue box"])
        assert len(list(home.glob("events.db.aside-*"))) == 1

    @pytest.mark.parametrize("wrong", [b"", b"no backup"])
    def test_one_that_is_damaged_changes_nothing(self, home: Path, backup: Path, wrong: bytes) -> None:
        before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
        backup.write_bytes(wrong)
        with pytest.raises(BackupError):
            restore(home, backup, kit_name="", now=NOON)
        assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before

    def test_killed_at_any_moment_it_is_all_of_one_or_all_of_the_other(self, tmp_path: Path, backup: Path) -> None:
        seed = random.randrange(5)
        print(f"seed {seed}")
        other = tmp_path / "other"
        furnished(other, "Red box").close()
        old, new = texts(other), texts(tmp_path / "home")
        seen: list[str] = []
        child = Path(__file__).with_name("mortal_restore.py")
        with subprocess.Popen(
            [sys.executable, child, other, backup], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as lives:
            assert lives.stdin
            assert lives.stdout
            said = ""
            for step in range(1 + seed, 300, 5):
                lives.stdin.write(f"{step}\n")
                lives.stdin.flush()
                said = lives.stdout.readline().strip()
                finish(other)
                (state,) = versions(other)
                assert texts(other) == (old if state == "Red box" else new), f"seed {seed}, step {step}"
                assert not any(path.name.startswith(".") for path in other.iterdir()), f"seed {seed}, step {step}"
                seen.append(state)
                if said != "killed":
                    break
                if state == "Blue box":
                    (before,) = (other / "backups").glob("*-restore*")
                    restore(other, before, kit_name="", now=NOON)
                for file in (other / "backups").glob("*"):
                    file.unlink() if file.is_file() else shutil.rmtree(file)
            lives.stdin.close()
        assert said == "ended 0"
        assert {"Red box", "Blue box"} == set(seen[:-1]), "else it was not killed on both sides of the decision"


@pytest.mark.parametrize("wall", [0.0, 7_258_118_400.0], ids=["1970", "2200"])
def test_a_kit_that_is_lost_in_time_makes_backups_all_the_same(home, log, tmp_path, monkeypatch, wall):
    monkeypatch.setattr("time.time", lambda: wall)  # a zip asks for it by itself
    os.utime(home / "kit.toml", (wall, wall))
    path = backups.write(home, log, tmp_path / "out", why="asked", kit_name="k", version="1", now=wall, demos=True)
    assert backups.read_manifest(path).made == wall
    assert "kit.toml" in {part.path for part in backups.read_manifest(path).parts}


def test_a_backup_has_its_name_on_the_disk_before_it_is_said_to_be_made(home, log, tmp_path, monkeypatch):
    """On FAT a synced folder does not say so (``tests/vm/scenarios/stick.py``), so the whole file system is synced."""
    synced: list[list[Path]] = []
    monkeypatch.setattr(backups, "sync_all", lambda folder: synced.append(list(folder.iterdir())))
    path = backed_up(home, log, tmp_path / "out")
    assert synced == [[path]]
