"""What the kernel says of a card, by the texts it says it in; and a card that is really measured."""

import os
from pathlib import Path

import pytest

from tests.fakes.tight import on_a_tight_card
from xlab.box.card import (
    FEW_INODES,
    Mount,
    Speed,
    Wear,
    check_card,
    check_speed,
    errors_of,
    mount_of,
    wear_of,
    write_speed,
)
from xlab.look.words import LANGUAGES, Words

PI = r"""22 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw
31 22 179:1 / /boot/firmware rw,relatime shared:30 - vfat /dev/mmcblk0p1 rw
40 22 179:3 / /data rw,nosuid shared:9 - ext4 /dev/mmcblk0p3 rw,errors=remount-ro
41 22 179:3 /lib /var/lib/xlab rw,nosuid shared:9 - ext4 /dev/mmcblk0p3 rw,errors=remount-ro
42 22 0:30 / /media/MY\040STICK rw - vfat /dev/sda1 rw
43 22 0:31 / /run rw - tmpfs tmpfs rw
torn
"""


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("/var/lib/xlab", "mmcblk0p3"),
        ("/var/lib/xlab/keys", "mmcblk0p3"),
        ("/var/lib/xlab2", "mmcblk0p2"),
        ("/", "mmcblk0p2"),
    ],
)
def test_a_folder_lies_on_the_mount_above_it(folder, source):
    assert mount_of(Path(folder), PI) == Mount(
        "179:3" if source.endswith("3") else "179:2", "ext4", f"/dev/{source}", read_only=False
    )


def test_a_place_with_a_blank_and_one_over_another_are_told_apart():
    assert mount_of(Path("/media/MY STICK/x"), PI).source == "/dev/sda1"
    over = PI + "50 40 0:40 / /var/lib/xlab rw - tmpfs xlab rw\n"
    assert mount_of(Path("/var/lib/xlab"), over).kind == "tmpfs"
    assert mount_of(Path("/x"), "") is None


def test_what_the_kernel_made_read_only_shows_in_either_list_of_options():
    for line in ("1 0 8:1 / / ro - ext4 /dev/sda1 rw", "1 0 8:1 / / rw - ext4 /dev/sda1 ro,emergency_ro"):
        assert mount_of(Path("/home"), line).read_only


@pytest.mark.parametrize(
    ("life", "reserve", "wear"),
    [
        ("0x01 0x02\n", "0x01\n", Wear(2, 1)),
        ("0x0B 0x03\n", "0x03\n", Wear(11, 3)),
        ("0x00 0x00\n", "0x00\n", Wear(0, 0)),
        ("", "", Wear()),
        ("nonsense 0xzz", "0x1 0x2", Wear()),
        ("0xff 0x01", "", Wear(11, 0)),
    ],
)
def test_wear_is_read_as_the_card_says_it(life, reserve, wear):
    assert wear_of(life, reserve) == wear


class Sys:
    """A tree of /sys with one eMMC of three partitions."""

    def __init__(self, folder: Path) -> None:
        self.sys = folder / "sys"
        disk = self.sys / "devices" / "mmc0" / "block" / "mmcblk0"
        (disk / "mmcblk0p3").mkdir(parents=True)
        (disk / "mmcblk0p3" / "partition").write_text("3\n")
        self.device = disk / "device"
        self.device.mkdir()
        (self.sys / "dev" / "block").mkdir(parents=True)
        (self.sys / "dev" / "block" / "179:3").symlink_to(disk / "mmcblk0p3")
        self.ext4 = self.sys / "fs" / "ext4" / "mmcblk0p3"
        self.ext4.mkdir(parents=True)
        (self.ext4 / "errors_count").write_text("0\n")
        self.mounts = folder / "mountinfo"
        self.say(f"41 22 179:3 /lib {folder} rw - ext4 /dev/mmcblk0p3 rw")
        self.home = folder / "home"

    def say(self, text: str) -> None:
        self.mounts.write_text(text + "\n")

    def found(self) -> list[tuple[bool | None, str]]:
        """What is found, said in every language."""
        found = check_card(self.home, self.sys, self.mounts)
        for language in LANGUAGES:
            assert all(one.text(Words(language)) for one in found)
            assert all(one.next_step(Words(language)) for one in found if one.ok is not True)
        return [(one.ok, one.key.removeprefix("preflight.card_")) for one in found]


@pytest.fixture
def card(tmp_path):
    return Sys(tmp_path)


def test_a_card_that_says_nothing_bad_is_well(card):
    assert card.found() == [(True, "well")]
    (card.device / "life_time").write_text("0x01 0x01\n")
    (card.device / "pre_eol_info").write_text("0x01\n")
    assert card.found() == [(True, "well")]


@pytest.mark.parametrize(
    ("life", "reserve", "said"),
    [
        ("0x09 0x01", "0x01", (None, "worn")),
        ("0x01 0x01", "0x02", (None, "worn")),
        ("0x01 0x01", "0x03", (False, "spent")),
        ("0x0b 0x01", "0x01", (False, "spent")),
    ],
)
def test_a_worn_card_is_told_before_it_fails(card, life, reserve, said):
    (card.device / "life_time").write_text(life)
    (card.device / "pre_eol_info").write_text(reserve)
    assert card.found() == [said]


def test_errors_and_a_card_that_can_only_be_read_are_both_told(card):
    (card.ext4 / "errors_count").write_text("7\n")
    card.say(card.mounts.read_text().strip().replace(" rw", " ro"))
    assert card.found() == [(False, "read_only"), (False, "errors")]
    assert errors_of(Mount("8:77", "ext4", "x", read_only=False), card.sys) == 0


def test_data_in_memory_is_told_as_what_it_is(card):
    card.say("1 0 0:30 / / rw - overlay overlayroot rw")
    assert card.found() == [(False, "memory")]


def test_a_machine_that_tells_nothing_is_asked_nothing(card, tmp_path):
    assert check_card(card.home, card.sys, tmp_path / "none") == []


def test_names_can_run_out_before_bytes_do(card, monkeypatch):
    about = os.statvfs(card.home.parent)
    few = os.statvfs_result((*about[:5], 10_000, FEW_INODES - 1, FEW_INODES - 1, *about[8:]))
    monkeypatch.setattr("xlab.box.card.os.statvfs", lambda folder: few)
    assert card.found() == [(False, "names")]


def test_a_slow_card_is_told_from_a_quick_one(tmp_path):
    for speed, said in ((Speed(9e6, 0.1), "fast"), (Speed(1e6, 0.1), "slow"), (Speed(9e6, 3.0), "slow")):
        found = check_speed(tmp_path, lambda folder, speed=speed: speed)
        assert found.key == f"preflight.card_{said}" and (found.ok is True) == (said == "fast")
        assert all(found.text(Words(language)) for language in LANGUAGES)


def test_measuring_leaves_nothing_behind(tmp_path):
    assert write_speed(tmp_path).rate > 0
    assert list(tmp_path.iterdir()) == []


def test_a_card_without_room_is_no_slow_card(tmp_path):
    script = "from xlab.box.card import check_speed\nfill()\nfound = check_speed(home)\nprint(found.key, found.values)"
    assert on_a_tight_card(tmp_path, script) == "preflight.card_refuses {'why': 'No space left on device'}\n"
