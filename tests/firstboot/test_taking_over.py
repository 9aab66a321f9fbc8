"""The settings file is taken over once, by steps that a pulled plug may end anywhere, and is left without secrets."""

import datetime
import os
import stat
import subprocess
from pathlib import Path

import msgspec
import pytest

from tests.fakes.tight import on_a_tight_card
from xlab.bootnotes import Notes, read_notes
from xlab.box.firstboot import check_firstboot
from xlab.box.wifi import profile_file
from xlab.cli import main
from xlab.dashboard.hashed import Hashed
from xlab.firstboot import Places, take_over
from xlab.firstboot import places as places_module
from xlab.settings import load

NOW = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)
FILE = """\
# Settings
kit_name = "Blue box"
language = "de"
pin = "4711"
[wifi]
name = "Gäste; 5"
password = "s3cret words"
country = "DE"
"""
SECRETS = (b"4711", b"s3cret words")
USER = 41234


@pytest.fixture
def boot(tmp_path):
    """A boot partition: a real vfat where this user may mount one, else a folder."""
    folder, image = tmp_path / "boot", tmp_path / "boot.img"
    folder.mkdir()
    image.write_bytes(bytes(4 << 20))
    made = (
        subprocess.run(["mkfs.vfat", "-n", "XLAB-BOOT", image], capture_output=True, check=False)
        if os.geteuid() == 0
        else None
    )
    mounted = made is not None and made.returncode == 0 and _mounted(image, folder)
    yield folder
    if mounted:
        subprocess.run(["umount", folder], check=True)


def _mounted(image, folder) -> bool:
    command = ["mount", "-o", "loop,umask=0077,utf8", image, folder]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def places(tmp_path, boot):
    """A kit whose home belongs to another user, where this one may give it away."""
    found = Places(boot, tmp_path / "home", tmp_path / "system")
    found.networks.mkdir(parents=True)
    found.home.mkdir()
    if os.geteuid() == 0:
        os.chown(found.home, USER, USER)
        for folder in (tmp_path, *tmp_path.parents):  # that user passes through to its home
            if folder.stat().st_uid == 0 and folder != folder.parent and not folder.stat().st_mode & stat.S_IXOTH:
                folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    return found


def wifi(places: Places, name: str = "Gäste; 5"):
    return places.networks / profile_file(name)


def left(places: Places) -> str:
    return (places.boot / "xlab.toml").read_text("utf-8")


def assert_taken(places: Places) -> None:
    settings = load(places.home, environ={})
    assert (settings.kit_name, settings.language) == ("Blue box", "de")
    assert Hashed(places.home, "pin.json").matches("4711")
    assert "psk=s3cret words\n" in wifi(places).read_text()
    assert stat.S_IMODE(wifi(places).stat().st_mode) == 0o600
    assert "=DE" in (places.system / "run/modprobe.d/xlab-country.conf").read_text()
    for path in places.boot.iterdir():
        assert not any(secret in path.read_bytes() for secret in SECRETS)


def test_all_of_it_is_taken_over_once(places):
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")
    taken = take_over(places, NOW)
    assert taken.names == ("kit_name", "language", "pin", "wifi", "country") and taken.problems == ()
    assert_taken(places)
    assert "Übernommen um 2026-11-22 10:00" in left(places) and 'kit_name = "Blue box"' in left(places)
    assert read_notes(places.home) == Notes("2026-11-22T10:00:00+00:00", taken.names)
    assert check_firstboot(places.home) == []

    (places.home / "kit.toml").write_text('kit_name = "Renamed on the dashboard"\n')
    (places.system / "run/modprobe.d/xlab-country.conf").unlink()
    again = take_over(places, NOW)
    assert not again.changed
    assert load(places.home, environ={}).kit_name == "Renamed on the dashboard"
    # The radio's country lasts until the machine is switched off, so that each start sets it.
    assert (places.system / "run/modprobe.d/xlab-country.conf").exists()


def test_a_later_change_leaves_what_was_taken_out(places):
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")
    take_over(places, NOW)
    (places.boot / "xlab.toml").write_text(left(places).replace("Blue", "Red"), "utf-8")
    assert take_over(places, NOW).changed
    assert load(places.home, environ={}).kit_name == "Red box"
    assert Hashed(places.home, "pin.json").matches("4711") and "psk=s3cret words\n" in wifi(places).read_text()
    assert left(places).count("Übernommen") == 1


def test_what_is_in_the_home_belongs_to_its_user_and_no_link_of_that_user_is_followed(places, tmp_path):
    target = tmp_path / "of-root"
    target.write_text("kept")
    (places.home / "kit.toml").symlink_to(target)
    (places.home / "firstboot.json").symlink_to(target)
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")
    take_over(places, NOW)
    assert target.read_text() == "kept"
    owner = places.home.stat().st_uid
    assert {path.stat().st_uid for path in places.home.rglob("*") if not path.is_symlink()} == {owner}


def test_a_pipe_in_the_home_stops_nothing(places):
    os.mkfifo(places.home / "kit.toml")
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")
    take_over(places, NOW)
    assert_taken(places)


def test_a_step_that_fails_is_tried_again_at_the_next_start(places):
    places.networks.rmdir()
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")
    assert [problem.key for problem in take_over(places, NOW).problems] == ["firstboot.unkept_wifi"]
    assert left(places) == FILE
    places.networks.mkdir()
    assert take_over(places, NOW).problems == ()
    assert_taken(places)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("XLAB.TOML", FILE.encode()),
        ("xlab.toml.txt", FILE.replace("\n", "\r\n").encode("utf-8-sig")),
        ("Xlab.txt", FILE.replace("\n", "\r\n").encode("utf-16")),
    ],
)
def test_whatever_an_editor_called_it(places, name, content):
    if name.casefold() != "xlab.toml":  # as delivered, with nothing in it
        (places.boot / "xlab.toml").write_text('kit_name = ""\n')
    (places.boot / name).write_bytes(content)
    take_over(places, NOW)
    assert_taken(places)
    assert [path.name.casefold() for path in places.boot.iterdir()] == ["xlab.toml"]
    assert not take_over(places, NOW).changed


def test_an_empty_file_is_left_alone_and_none_is_none(places):
    assert not take_over(places, NOW).changed
    (places.boot / "xlab.toml").write_text('kit_name = ""\n[wifi]\nname = ""\n')
    assert not take_over(places, NOW).changed
    assert left(places) == 'kit_name = ""\n[wifi]\nname = ""\n' and list(places.home.iterdir()) == []


def test_what_is_wrong_is_said_until_it_is_mended(places):
    (places.boot / "xlab.toml").write_text(FILE.replace("4711", "47").replace("DE", "UK"), "utf-8")
    taken = take_over(places, NOW)
    assert [problem.key for problem in taken.problems] == ["firstboot.pin", "firstboot.country_uk"]
    assert load(places.home, environ={}).kit_name == "Blue box"
    said = (places.boot / "xlab-problems.txt").read_text("utf-8")
    assert "4 bis 8 Ziffern" in said and "GB" in said
    assert [finding.values["what"] for finding in check_firstboot(places.home)] == list(taken.problems)
    assert not take_over(places, NOW).changed and (places.boot / "xlab-problems.txt").exists()

    mended = left(places).replace('pin = ""', 'pin = "4711"').replace("UK", "DE")
    (places.boot / "xlab.toml").write_text(mended, "utf-8")
    assert take_over(places, NOW).problems == ()
    assert_taken(places)
    assert not (places.boot / "xlab-problems.txt").exists() and check_firstboot(places.home) == []


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\0\0\0\r", b"kit_name = 1\n" * 10_000])
def test_what_is_no_settings_file_is_said_and_left_as_it_is(places, content):
    (places.boot / "xlab.toml").write_bytes(content)
    for _ in range(2):
        assert [problem.key for problem in take_over(places, NOW).problems] == ["firstboot.not_text"]
    assert (places.boot / "xlab.toml").read_bytes() == content
    assert (places.boot / "xlab-problems.txt").exists()


def test_damaged_settings_of_the_kit_make_room_for_new_ones(places):
    (places.home / "kit.toml").write_bytes(b"kit_name = \xff\n[[")
    os.chown(places.home / "kit.toml", places.home.stat().st_uid, places.home.stat().st_gid)
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")
    take_over(places, NOW)
    assert_taken(places)
    assert (places.home / "kit.toml.wrong").exists()


READ_ONLY = f"""
import datetime
from xlab.firstboot import Places, take_over

boot = home / "boot"
boot.mkdir()
(home / "kit").mkdir()
(home / "system/etc/NetworkManager/system-connections").mkdir(parents=True)
subprocess.run(["mount", "-t", "tmpfs", "boot", str(boot)], check=True)
(boot / "xlab.toml").write_text({FILE!r}, "utf-8")
subprocess.run(["mount", "-o", "remount,ro", str(boot)], check=True)
for _ in range(2):
    taken = take_over(Places(boot, home / "kit", home / "system"), datetime.datetime.now(datetime.UTC))
    shut = bool(os.statvfs(boot).f_flag & os.ST_RDONLY)
    print(taken.changed, [one.key for one in taken.problems], "s3cret" in (boot / "xlab.toml").read_text("utf-8"), shut)
"""


def test_a_boot_partition_that_is_read_only_is_written_to_for_a_moment(tmp_path):
    said = on_a_tight_card(tmp_path, READ_ONLY)
    assert said == "True [] False True\nFalse [] False True\n"


class Cut(BaseException):
    """The plug is pulled: nothing after it runs, and nothing catches it."""


def test_the_plug_may_be_pulled_at_any_moment(places, monkeypatch):
    """Each time a little later that something reaches the card; the next start has all of it."""
    real, real_all, count = os.fsync, places_module.sync_all, 0

    def reaches() -> None:
        nonlocal count
        count -= 1
        if count == 0:
            raise Cut

    def fsync(handle: int) -> None:
        reaches()
        real(handle)

    def sync_all(folder: Path) -> None:
        reaches()
        real_all(folder)

    monkeypatch.setattr(places_module, "sync_all", sync_all)

    ends = 0
    for moment in range(1, 40):
        for path in (*places.home.glob("kit.toml*"), *places.networks.iterdir(), *places.boot.iterdir()):
            path.unlink()
        (places.boot / "xlab.toml").write_text(FILE, "utf-8")
        monkeypatch.setattr(os, "fsync", fsync)
        count = moment
        try:
            take_over(places, NOW)
            ends = moment
        except Cut:
            pass
        count = 0
        monkeypatch.setattr(os, "fsync", real)
        if ends:
            break
        take_over(places, NOW)
        assert_taken(places)
        assert not take_over(places, NOW).changed
        assert [path.name for path in places.boot.iterdir()] == ["xlab.toml"]
    assert ends > 10


def test_what_was_asked_is_wiped_only_once_the_new_file_has_its_name_on_the_card(places, monkeypatch, tmp_path):
    """On FAT that is no sooner than the whole partition is synced."""
    file, old = places.boot / "xlab.toml", tmp_path / "old"
    file.write_text(FILE, "utf-8")
    os.link(file, old)
    secret: list[bool] = []
    monkeypatch.setattr(places_module, "sync_all", lambda folder: secret.append("s3cret" in old.read_text("utf-8")))
    take_over(places, NOW)
    assert secret == [True, False]


def test_a_card_that_cannot_be_written_is_said_and_nothing_is_lost(places, monkeypatch):
    (places.boot / "xlab.toml").write_text(FILE, "utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("xlab.firstboot.taking.replace_wiped", refuse)
    taken = take_over(places, NOW)
    assert [problem.key for problem in taken.problems] == ["firstboot.unkept_file"]
    assert "4711" in left(places)
    assert msgspec.json.decode((places.home / "firstboot.json").read_bytes(), type=Notes).problems == taken.problems


def test_the_command_takes_the_folder_that_has_something_new(places, tmp_path, capsys):
    empty = tmp_path / "empty"
    empty.mkdir()
    (places.boot / "xlab.toml").write_text(FILE + "colour = blue\n", "utf-8")
    given = ["--home", str(places.home), "--system", str(places.system)]
    command = ["firstboot", "--boot", str(tmp_path / "none"), "--boot", str(empty), "--boot", str(places.boot), *given]
    for said, status in (("Taken over: kit_name,", 1), ("Nothing new", 0)):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == status and said in capsys.readouterr().out
    assert_taken(places)
