"""The first start of an image: its last partition takes the rest of the card, and the machine keeps its id.

The script itself runs, on a file that stands for the card, with the partition table that an image has and the real
tools for it. Only the kernel is not asked: what it would be told of the new length is written down.
"""

import json
import subprocess
from pathlib import Path
from typing import Final

import pytest

from deploy.image.disk import MB, SECTOR, plan, table
from deploy.image.recipe import KINDS

SCRIPT: Final = Path(__file__).parents[2] / "deploy" / "image" / "files" / "card.sh"
USED: Final = {"root": 20, "data": 10}
RESIZE: Final = (0x1269, 3)
"""BLKPG and its BLKPG_RESIZE_PARTITION (linux/blkpg.h)."""

TOOLS: Final = {
    "blkid": 'case "$1" in -L) echo "/dev/card$(cat /run/said/number)" ;; *) exec /usr/sbin/blkid "$@" ;; esac',
    "lsblk": "echo card",
    "udevadm": "exit 0",
    "mount": 'echo "$*" >>/run/said/mounts; [ ! -e "/run/said/no-$2" ]',
    "sfdisk": """left=$(cat /run/said/cut 2>/dev/null || echo 0)
[ "$left" != 1 ] || { kill -9 "$PPID"; exit 1; }
echo $((left - 1)) >/run/said/cut
exec /usr/sbin/sfdisk "$@\"""",
    "python3": '''code=$3; shift 3
exec /usr/bin/python3 -I -c "
import ctypes, fcntl, struct
def told(file, request, arg):
    op, _, size, at = struct.unpack('iiiP', arg)
    part = struct.unpack('qqi', ctypes.string_at(at, size)[:20])
    print(request, op, *part, file=open('/run/said/kernel', 'a'))
fcntl.ioctl = told
$code" "$@"''',
}


class Card:
    """A card to which an image was written: ``more`` bytes longer than that, below a folder that says how it went."""

    def __init__(self, folder: Path, arch: str, more: int) -> None:
        self.file, self.said, self.tools = folder / "card", folder / "said", folder / "tools"
        self.root, self.id = folder / "root", folder / "machine-id"
        for each in (self.said, self.tools, self.root / "etc"):
            each.mkdir(parents=True)
        for name, text in TOOLS.items():
            (self.tools / name).write_text(f"#!/bin/sh\n{text}\n")
            (self.tools / name).chmod(0o755)
        parts = plan(KINDS[arch], USED)
        with self.file.open("wb") as file:
            file.truncate((parts[-1].start + parts[-1].size + 4) * MB)
        text = table(KINDS[arch], parts)
        subprocess.run(["/usr/sbin/sfdisk", "--quiet", self.file], input=text, text=True, check=True)
        self.number = len(parts)
        (self.said / "number").write_text(str(self.number))
        with self.file.open("r+b") as file:
            file.truncate(self.file.stat().st_size + more)
        (self.root / "etc" / "machine-id").touch()
        self.id.write_text("0123456789abcdef0123456789abcdef\n")

    def parts(self) -> list[tuple[int, int]]:
        """Start and size of each partition, in sectors, as the card's table has it."""
        said = subprocess.run(["/usr/sbin/sfdisk", "--json", self.file], capture_output=True, check=True).stdout
        return [(part["start"], part["size"]) for part in json.loads(said)["partitiontable"]["partitions"]]

    def start(self, *, cut: int = 0, read_only: bool = True) -> str:
        """Run the script as a start does; what it complains of. ``cut``: the plug is pulled before that change."""
        (self.said / "cut").write_text(str(cut))
        known = self.said / "block"
        files = {f"card{self.number}/{name}": n for name, n in zip(("start", "size"), self.parts()[-1], strict=True)}
        files |= {f"card{self.number}/partition": self.number, "card/size": self.file.stat().st_size // SECTOR}
        for name, number in files.items():
            (known / name).parent.mkdir(parents=True, exist_ok=True)
            (known / name).write_text(f"{number}\n")
        box = ["bwrap", "--unshare-all", "--uid", "0", "--gid", "0", "--ro-bind", "/", "/", "--dev", "/dev"]
        box += ["--bind", str(self.file), "/dev/card", "--ro-bind", str(known), "/sys/class/block"]
        box += ["--tmpfs", "/etc", "--ro-bind", str(self.id), "/etc/machine-id", "--tmpfs", "/media"]
        box += ["--bind", str(self.root), "/media/root-ro"] if read_only else []
        box += ["--tmpfs", "/run", "--bind", str(self.said), "/run/said"]
        box += ["--setenv", "PATH", f"{self.tools}:/usr/sbin:/usr/bin:/sbin:/bin"]
        done = subprocess.run([*box, "sh", str(SCRIPT)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def table(self) -> bytes:
        """Where the card's table lies."""
        with self.file.open("rb") as file:
            return file.read(MB)

    def told(self, name: str) -> list[str]:
        path = self.said / name
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def card(tmp_path):
    return Card(tmp_path, "x86_64", more=200 * MB)


@pytest.fixture(params=sorted(KINDS))
def any_card(tmp_path, request):
    """With the table of a Raspberry Pi, and that of a PC."""
    return Card(tmp_path, request.param, more=200 * MB)


def test_the_last_partition_takes_the_rest_and_nothing_else_changes(any_card):
    card = any_card
    before = card.parts()
    assert "could not" not in card.start()
    (start, size), end = card.parts()[-1], card.file.stat().st_size // SECTOR
    assert card.parts()[:-1] == before[:-1] and start == before[-1][0]
    assert end - 2 * MB // SECTOR < start + size <= end
    assert card.told("kernel") == [" ".join(map(str, (*RESIZE, start * SECTOR, size * SECTOR, card.number)))]
    subprocess.run(["/usr/sbin/sfdisk", "--verify", "--quiet", card.file], check=True)
    whole = card.table()
    assert card.start() == "" and card.table() == whole and len(card.told("kernel")) == 1


@pytest.mark.parametrize("change", [1, 2])
def test_the_plug_may_be_pulled_before_any_change_of_the_table(card, change):
    before = card.parts()
    card.start(cut=change)
    assert card.parts()[:-1] == before[:-1]
    card.start()
    assert card.parts()[-1][1] - before[-1][1] > 198 * MB // SECTOR and card.parts()[:-1] == before[:-1]


def test_a_card_that_is_full_as_written_is_left_as_it_is(tmp_path):
    card = Card(tmp_path, "x86_64", more=10 * MB)
    whole = card.table()
    assert card.start() == "" and card.table() == whole and card.told("kernel") == []


def test_the_machine_keeps_the_id_it_was_given_at_its_first_start(card):
    there = card.root / "etc" / "machine-id"
    file = there.stat().st_ino
    card.start()
    assert there.read_text() == card.id.read_text() and there.stat().st_ino == file
    assert card.told("mounts") == ["-o remount,rw /media/root-ro", "-o remount,ro /media/root-ro"]
    card.id.write_text("another\n")
    card.start()
    assert there.read_text() != "another\n" and len(card.told("mounts")) == 2


def test_a_system_that_can_be_written_needs_no_such_help(card):
    assert "could not" not in card.start(read_only=False)
    assert card.told("mounts") == [] and (card.root / "etc" / "machine-id").read_text() == ""


def test_a_table_that_cannot_be_changed_is_said_and_the_id_is_kept_all_the_same(card):
    (card.said / "number").write_text("9")
    assert "could not grow; it is used as it is" in card.start()
    assert card.told("kernel") == [] and (card.root / "etc" / "machine-id").read_text() != ""


def test_an_id_that_cannot_be_kept_is_said_and_the_card_is_read_only_again(card):
    (card.said / "no-remount,rw").touch()
    assert "could not be kept; it gets another" in card.start()
    assert (card.root / "etc" / "machine-id").read_text() == ""
    (card.said / "no-remount,rw").unlink()
    (card.root / "etc").rename(card.root / "gone")
    assert "could not be kept" in card.start()
    assert card.told("mounts")[-1] == "-o remount,ro /media/root-ro"
