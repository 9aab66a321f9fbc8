"""What a look at an image finds: anything of the machine that made it, a way in, a program for another processor."""

import pytest

from deploy.image.looking import system
from deploy.image.recipe import KINDS

KIND = KINDS["aarch64"]
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00"


@pytest.fixture
def image(tmp_path):
    """The parts of a good image, as far as they are looked at."""
    files = {
        "root/etc/machine-id": b"",
        "root/etc/shadow": b"root:!*:20000:0:99999:7:::\nxlab:!:20000::::::\n",
        "root/etc/fstab": b"LABEL=xlab-data /data ext4 noatime 0 2\n",
        "root/etc/overlayroot.conf": b'overlayroot="tmpfs:swap=1,recurse=0"\n',
        "root/usr/share/doc/xlab/licences.txt": b"MIT\n",
        "root/usr/lib/libc.so.6": ELF + b"\xb7\x00",
        "root/usr/lib/raspi-firmware/start4.elf": ELF + b"\x89\x00",  # the graphics processor's
    }
    for unit in ("xlab-hub", "xlab-kiosk", "xlab-firstboot", "NetworkManager", "bluetooth"):
        files[f"root/etc/systemd/system/multi-user.target.wants/{unit}.service"] = b"[Unit]\n"
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "data/opt").mkdir(parents=True)
    (tmp_path / "data/opt/current").symlink_to("releases/1.0")
    return tmp_path


def found(image) -> list[str]:
    return list(system(KIND, image / "root", image / "data"))


def test_a_good_image_has_nothing_to_say(image):
    assert found(image) == []


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("etc/machine-id", b"0123456789abcdef\n", "id is baked in"),
        ("etc/shadow", b"root::20000:0:::::\n", "root has a password, or none is needed"),
        ("etc/shadow", b"xlab:$y$hash:20000:0:::::\n", "xlab has a password"),
        ("usr/sbin/sshd", b"", "usr/sbin/sshd is in the image"),
        ("etc/ssh/ssh_host_ed25519_key", b"", "ssh_host_ed25519_key is in the image"),
        ("var/lib/systemd/random-seed", b"x", "random-seed is in the image"),
        ("etc/resolv.conf", b"nameserver 192.0.2.1\n", "etc/resolv.conf is in the image"),
        ("etc/fstab", b"", "data partition is not mounted"),
        ("etc/overlayroot.conf", b'overlayroot=""\n', "not read-only"),
        ("usr/lib/odd.so", ELF + b"\x3e\x00", "for another processor (62)"),
    ],
)
def test_what_is_wrong_is_named(image, path, content, said):
    (image / "root" / path).parent.mkdir(parents=True, exist_ok=True)
    (image / "root" / path).write_bytes(content)
    (only,) = found(image)
    assert said in only


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("root/usr/share/doc/xlab/licences.txt", "licences are missing"),
        ("data/opt/current", "not on the data partition"),
        ("root/etc/systemd/system/multi-user.target.wants/xlab-kiosk.service", "xlab-kiosk.service does not start"),
    ],
)
def test_what_is_missing_is_named(image, gone, said):
    (image / gone).unlink()
    (only,) = found(image)
    assert said in only
