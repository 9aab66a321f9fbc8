"""A system is shut and opened again, over several starts: the script itself, on folders in the place of a card.

What it asks of the system is answered by a few lines of shell: ``findmnt`` says what the root is, ``mountpoint`` what
is mounted, ``sync`` cuts the power when its turn has come.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
FSTAB: Final = "LABEL=xlab-root / ext4 noatime,errors=remount-ro 0 1\n"
BEGIN: Final = "# Of the kit (readonly.sh): its data"

TOOLS: Final = {
    "findmnt": "cat /run/said/root",
    "mountpoint": 'grep -qsxF "$2" /run/said/mounted',
    "mount": """echo "mount $*" >>/run/said/orders
[ ! -e "/run/said/no-$2" ] || exit 32
eval "echo \\$$#" >>/run/said/mounted""",
    "blkid": 'case "$1" in -L) [ ! -e /run/said/no-partition ] && echo /dev/card3 ;; *) echo ext4 ;; esac',
    "dpkg-query": "printf 'install ok installed'",
    "update-initramfs": "echo initramfs >>/run/said/orders",
    "systemctl": """case "$*" in *is-active*scanner*) exit 3 ;; *is-active*) exit 0 ;; esac
echo "systemctl $*" >>/run/said/orders""",
    "sync": """left=$(cat /run/said/cut 2>/dev/null || echo 0)
[ "$left" = 0 ] || { echo $((left - 1)) >/run/said/cut; [ "$left" != 1 ] || kill -9 "$PPID"; }""",
}


class Kit:
    """A machine on which a kit is installed: its card, and what it runs of."""

    def __init__(self, folder: Path) -> None:
        self.card, self.partition, self.said, self.tools = (folder / one for one in ("card", "data", "said", "tools"))
        self.memory = folder / "memory"
        files = {
            "etc/fstab": FSTAB,
            "etc/machine-id": "0123\n",
            "var/lib/xlab/events.db": "log",
            "opt/xlab/current": "1",
        }
        for name, text in files.items():
            (self.card / name).parent.mkdir(parents=True, exist_ok=True)
            (self.card / name).write_text(text)
        for name in ("bin", "sbin", "lib", "lib64"):
            if (place := Path("/") / name).is_symlink():
                (self.card / name).symlink_to(place.readlink())
        for each in (self.partition, self.said, self.tools):
            each.mkdir()
        for name, text in TOOLS.items():
            (self.tools / name).write_text(f"#!/bin/bash\n{text}\n")
            (self.tools / name).chmod(0o755)
        self.start()

    def start(self) -> None:
        """Switch it off and on: what was changed in memory is gone, and the root is what the card says it shall be."""
        conf = self.card / "etc" / "overlayroot.conf"
        shut = conf.exists() and 'overlayroot="tmpfs' in conf.read_text()
        shutil.rmtree(self.memory, ignore_errors=True)
        if shut:
            shutil.copytree(self.card, self.memory, symlinks=True)
            (self.memory / "media" / "root-rw" / "overlay").mkdir(parents=True)
        self.root = self.memory if shut else self.card
        (self.said / "root").write_text("overlay\n" if shut else "ext4\n")
        (self.said / "mounted").write_text("/data\n" if BEGIN in self.fstab else "")
        (self.said / "orders").unlink(missing_ok=True)

    def run(self, what: str, *, cut: int = 0) -> tuple[int, str]:
        """Run the script; its status, and what it says. ``cut``: the plug is pulled at that moment."""
        (self.said / "cut").write_text(str(cut))
        box = ["bwrap", "--unshare-all", "--uid", "0", "--gid", "0", "--bind", str(self.root), "/", "--dev", "/dev"]
        for name in ("usr", *(one for one in ("bin", "sbin", "lib", "lib64") if not (self.root / one).is_symlink())):
            box += ["--ro-bind-try", f"/{name}", f"/{name}"]
        box += ["--proc", "/proc", "--ro-bind", str(DEPLOY), "/deploy", "--bind", str(self.partition), "/data"]
        box += ["--tmpfs", "/run", "--dir", "/run/systemd/system", "--bind", str(self.said), "/run/said"]
        box += [
            "--ro-bind",
            str(self.tools),
            "/run/tools",
            "--setenv",
            "PATH",
            "/run/tools:/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        box += ["--bind", str(self.card), "/media/root-ro"] if self.root != self.card else []
        done = subprocess.run([*box, "bash", "/deploy/readonly.sh", what], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    @property
    def fstab(self) -> str:
        return (self.card / "etc" / "fstab").read_text()

    @property
    def conf(self) -> str:
        return (self.card / "etc" / "overlayroot.conf").read_text()

    @property
    def orders(self) -> list[str]:
        return (self.said / "orders").read_text().splitlines()


@pytest.fixture
def kit(tmp_path):
    return Kit(tmp_path)


@pytest.fixture
def shut(kit):
    """One that is read-only since its last start."""
    assert kit.run("on")[0] == 0
    kit.start()
    return kit


def test_shutting_moves_the_data_while_nobody_writes_and_holds_from_the_next_start(kit):
    status, said = kit.run("on")
    assert status == 0 and "From the next start the system is read-only." in said
    assert (kit.partition / "lib" / "events.db").read_text() == "log" and kit.fstab.startswith(FSTAB + BEGIN)
    stopped, begun = (f"systemctl {what} xlab-kiosk.service xlab-hub.service" for what in ("stop", "--no-block start"))
    assert kit.orders[0] == stopped and kit.orders[-1] == begun and "initramfs" in kit.orders
    assert kit.run("status")[1].startswith("The system is writable until the next start.")
    kit.start()
    assert kit.run("status")[1] == "The system is read-only.\nThe kit's data is on the partition xlab-data.\n"
    assert kit.run("on") == (0, "The system is read-only already.\n")


def test_nothing_of_visits_is_left_where_nobody_could_erase_it(kit):
    for name in ("reports/v1.pdf", "keys/pin.json", "kit.toml", "kit.id"):
        (kit.card / "var/lib/xlab" / name).parent.mkdir(exist_ok=True)
        (kit.card / "var/lib/xlab" / name).write_text(name)
    assert kit.run("on")[0] == 0
    # Who the kit is stays, for a start without the partition.
    assert {path.name for path in (kit.card / "var/lib/xlab").iterdir()} == {"keys", "kit.toml", "kit.id"}
    assert (kit.partition / "lib/reports/v1.pdf").exists() and (kit.partition / "lib/keys/pin.json").exists()


def test_a_partition_that_has_a_kits_data_is_used_and_what_was_here_stays_below(kit):
    (kit.partition / "lib").mkdir()
    (kit.partition / "lib" / "events.db").write_text("log of before")
    assert kit.run("on")[0] == 0
    assert (kit.partition / "lib" / "events.db").read_text() == "log of before"
    assert (kit.card / "var/lib/xlab/events.db").read_text() == "log"


def test_opening_holds_from_the_next_start_and_leaves_the_data_where_it_is(shut):
    status, said = shut.run("off")
    assert status == 0 and "From the next start the system is writable." in said
    assert 'overlayroot=""' in shut.conf
    assert shut.orders == ["mount -o remount,rw /media/root-ro", "mount -o remount,ro /media/root-ro"]
    assert shut.run("status")[1].startswith("The system is read-only until the next start.")
    assert shut.run("off") == (0, "The system is writable already, from the next start.\n")
    shut.start()
    assert shut.run("status")[1] == "The system is writable.\nThe kit's data is on the partition xlab-data.\n"
    assert shut.run("off") == (0, "The system is writable already.\n")


def test_it_may_be_shut_and_opened_as_often_as_one_likes(shut):
    (shut.partition / "lib" / "events.db").write_text("log of since")
    fstab = shut.fstab
    for _ in range(2):
        shut.run("off")
        shut.run("on")  # somebody changed his mind
        assert 'overlayroot="tmpfs' in shut.conf
        shut.run("off")
        shut.start()
        assert shut.run("on")[0] == 0
        shut.start()
    assert shut.run("status")[1].startswith("The system is read-only.")
    assert shut.fstab == fstab and (shut.partition / "lib" / "events.db").read_text() == "log of since"


def test_a_card_that_cannot_be_written_stays_as_it_is_and_says_so(shut):
    before = shut.conf
    (shut.said / "no-remount,rw").touch()
    status, said = shut.run("off")
    assert status == 1 and "cannot be written, so nothing was changed" in said and shut.conf == before


@pytest.mark.parametrize("cut", [1, 2])
def test_the_plug_may_be_pulled_while_it_is_opened(shut, cut):
    shut.run("off", cut=cut)
    shut.start()
    assert shut.run("status")[1].startswith(("The system is read-only.", "The system is writable."))
    assert shut.run("off")[0] == 0
    shut.start()
    assert shut.run("status")[1].startswith("The system is writable.")


def test_without_a_partition_nothing_changes(kit):
    (kit.said / "no-partition").touch()
    status, said = kit.run("on")
    assert status == 1 and "No partition has the label xlab-data." in said
    assert kit.fstab == FSTAB and not (kit.card / "etc" / "overlayroot.conf").exists()
