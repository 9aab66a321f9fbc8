"""Changes of a read-only system that are carried onto the card, on layers as an overlay of Linux leaves them."""

import os
import subprocess
import sys

import pytest

import deploy.carry
from deploy.carry import DRAFT, carry


@pytest.fixture
def layers(tmp_path):
    """The layer in memory and the card, both with what every system has."""
    upper, lower = tmp_path / "memory", tmp_path / "card"
    for place in ("etc/systemd/system", "usr/bin", "var/lib/dpkg", "var/log"):
        (upper / place).mkdir(parents=True)
        (lower / place).mkdir(parents=True)
    return upper, lower


def names(folder):
    return sorted(item.name for item in folder.iterdir())


def test_what_was_added_and_changed_is_on_the_card_with_its_rights(layers):
    upper, lower = layers
    (lower / "usr/bin/xlab").write_text("old")
    (upper / "usr/bin/xlab").write_text("new")
    (upper / "usr/bin/xlab").chmod(0o755)
    (upper / "etc/systemd/system/xlab.service").write_text("unit")
    wants = upper / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir()
    (wants / "xlab.service").symlink_to("../xlab.service")
    (upper / "var/log/syslog").write_text("nobody needs it")
    assert carry(upper, lower) == 3
    assert (lower / "usr/bin/xlab").read_text() == "new" and os.access(lower / "usr/bin/xlab", os.X_OK)
    assert (lower / "etc/systemd/system/multi-user.target.wants/xlab.service").readlink().name == "xlab.service"
    assert not (lower / "var/log/syslog").exists()
    assert carry(upper, lower) == 0  # and the card is not written again


@pytest.mark.parametrize(("size", "carried"), [(600_000, ""), (200_000, "etc\nusr\n")])
def test_a_card_without_room_for_all_of_it_is_left_as_it_was(layers, size, carried):
    upper, _ = layers
    (upper / "usr/bin/xlab").write_bytes(bytes(100_000))
    (upper / "etc/large").write_bytes(bytes(size))
    box = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--size", "500000", "--tmpfs", "/mnt"]
    script = '"$0" -I "$1" "$2" /mnt; ls -A /mnt'
    command = [*box, "sh", "-c", script, sys.executable, deploy.carry.__file__, str(upper)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "".join(f"{name}\n" for name in done.stdout.split() if name != "var") == carried
    assert ("bytes of room are needed" in done.stderr) is not bool(carried)


def test_what_was_taken_away_goes_from_the_card(layers):
    upper, lower = layers
    (lower / "etc/motd").write_text("hello")
    os.mknod(upper / "etc/motd", 0o020000)  # how an overlay says so
    (lower / "usr/share/old").mkdir(parents=True)
    (lower / "usr/share/old/file").write_text("x")
    (upper / "usr/share").mkdir()
    os.mknod(upper / "usr/share/old", 0o020000)
    assert carry(upper, lower) == 2
    assert not (lower / "etc/motd").exists() and not (lower / "usr/share/old").exists()


def test_a_folder_that_was_made_anew_keeps_nothing_of_the_old_one(layers):
    upper, lower = layers
    for layer, name in ((lower, "before"), (upper, "after")):
        (layer / "usr/share/xlab").mkdir(parents=True)
        (layer / "usr/share/xlab" / name).write_text(name)
    os.setxattr(upper / "usr/share/xlab", "user.overlay.opaque", b"y")
    carry(upper, lower)
    assert names(lower / "usr/share/xlab") == ["after"]


def test_what_belongs_to_the_running_system_stays_there(layers):
    upper, lower = layers
    (lower / "etc/fstab").write_text("the card's")
    (upper / "etc/fstab").write_text("made at each start")
    assert carry(upper, lower) == 0
    assert (lower / "etc/fstab").read_text() == "the card's"


def test_a_draft_that_a_pulled_plug_left_is_no_obstacle(layers):
    upper, lower = layers
    (upper / "etc/hostname").write_text("kit\n")
    (lower / f"etc/.hostname{DRAFT}").write_text("ki")
    carry(upper, lower)
    assert names(lower / "etc") == ["hostname", "systemd"]


def test_a_folder_in_the_place_of_a_file_and_a_file_in_that_of_a_folder(layers):
    upper, lower = layers
    (lower / "usr/bin/tool").write_text("file")
    (upper / "usr/bin/tool").mkdir()
    (upper / "usr/bin/tool/part").write_text("part")
    (lower / "usr/lib").mkdir()
    (lower / "usr/lib/gone").write_text("x")
    (upper / "usr/lib").symlink_to("lib64")
    carry(upper, lower)
    assert (lower / "usr/bin/tool/part").read_text() == "part" and (lower / "usr/lib").is_symlink()
