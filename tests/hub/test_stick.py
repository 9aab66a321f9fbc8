"""Demos on a stick are offered once, whatever else is on it, and again when it comes back."""

import shutil
from pathlib import Path

from tests.catalogue.bundles import pack
from tests.hub.test_library import do, looked
from xlab.hub.stick import Sticks, label, removable

MOUNTS = r"""22 27 0:20 / /proc rw,nosuid - proc proc rw
36 35 98:0 / / rw,noatime - ext4 /dev/mmcblk0p2 rw
61 36 8:1 / /media/kit/MY\040STICK rw,nosuid - vfat /dev/sda1 rw
62 36 8:17 / /run/media/kit/B\134C rw - exfat /dev/sdb1 rw
65 36 8:2 / /media/root-ro ro - ext4 /dev/mmcblk0p2 ro
66 36 0:46 / /media/root-rw rw - tmpfs tmpfs rw
63 36 0:44 / /mnt rw - tmpfs tmpfs rw
64 36 0:45 / /media2/x rw - tmpfs tmpfs rw
broken
"""


def test_removable_media_are_found_by_where_they_are_mounted():
    places = [Path("/media/kit/MY STICK"), Path("/run/media/kit/B\\C")]
    assert removable(MOUNTS, ("/media", "/run/media", "/mnt")) == places


def test_a_stick_is_called_as_people_called_it(tmp_path):
    """What udev says of a device is a file of lines; a stick's own label may hold anything."""
    place = Path("/media/kit/MY STICK")
    assert label(place, MOUNTS, tmp_path) == "MY STICK"
    (tmp_path / "b8:1").write_bytes(b"S:disk/by-id/x\nE:ID_MODEL=Data_Traveler\nbroken\n")
    assert label(place, MOUNTS, tmp_path) == "Data Traveler"
    (tmp_path / "b8:1").write_bytes(b"E:ID_MODEL=Data_Traveler\nE:ID_FS_LABEL_ENC=BLUE\\x20B\xc3\xbcX\\x0a\xff\n")
    assert label(place, MOUNTS, tmp_path) == "BLUE BüX�"
    (tmp_path / "b8:1").write_bytes(b"E:ID_FS_LABEL_ENC=" + b"A" * 500)
    assert label(place, MOUNTS, tmp_path) == "A" * 40
    over = "67 61 8:17 / /media/kit/MY\\040STICK rw - exfat /dev/sdb1 rw\n"
    (tmp_path / "b8:17").write_bytes(b"E:ID_FS_LABEL_ENC=OVER")
    assert label(place, MOUNTS + over, tmp_path) == "OVER"


def test_each_bundle_is_offered_once_until_the_stick_is_taken_out_and_put_in_again(tmp_path):
    stick = tmp_path / "stick"
    for folder in ("", "xlab", "demos", "deep/xlab"):
        (stick / folder).mkdir(parents=True, exist_ok=True)
        (stick / folder / "a.xlabdemo").write_bytes(b"x")
    for name in ("._a.xlabdemo", "photo.jpg"):
        (stick / name).write_bytes(b"x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.xlabdemo").write_bytes(b"x")
    offered: list[str] = []
    mounted = [stick]

    def offer(path: Path) -> bool:
        offered.append(str(path.relative_to(stick)))
        return True

    sticks = Sticks(offer, lambda: mounted)
    for _ in range(2):
        sticks.look()
        assert offered == ["a.xlabdemo", "demos/a.xlabdemo", "xlab/a.xlabdemo"]
    mounted.clear()
    sticks.look()
    mounted.append(stick)
    sticks.look()
    assert len(offered) == 6
    shutil.rmtree(stick / "xlab")
    (stick / "xlab").symlink_to(tmp_path / "elsewhere")
    sticks.look()
    assert len(offered) == 6


def test_what_finds_no_room_is_offered_again_once_there_is(tmp_path):
    (tmp_path / "a.xlabdemo").write_bytes(b"x")
    answers = [False, False, True]
    sticks = Sticks(lambda path: answers.pop(0), lambda: [tmp_path])
    for _ in range(5):
        sticks.look()
    assert answers == []


async def test_what_is_installed_is_not_offered_again_and_what_cannot_be_is_said(tmp_path):
    home, stick = tmp_path / "home", tmp_path / "stick"
    home.mkdir()
    stick.mkdir()
    shutil.copy(pack(tmp_path, key=None).path, stick / "good.xlabdemo")
    (stick / "bad.xlabdemo").write_bytes(b"no zip")
    async with looked(home) as kit:
        sticks = Sticks(kit.repertoire.offer, lambda: [stick])
        await do(sticks.look)
        bad, good = (await do(kit.demos.now)).offers
        assert bad.problem.startswith("bad.xlabdemo is refused")
        assert (good.source, good.problem, good.manifest.id) == ("stick", "", "test-one")
        await do(kit.demos.accept, good.id, good.seal)
        await do(kit.demos.decline, bad.id)
        again = Sticks(kit.repertoire.offer, lambda: [stick])  # taken out and put in
        await do(again.look)
        assert [offer.file for offer in (await do(kit.demos.now)).offers] == ["bad.xlabdemo"]
