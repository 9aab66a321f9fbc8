"""``python -m xlab.upkeep take``, as root's script runs it: a machine whose ``/opt/xlab`` is a folder of the test."""

import json
import subprocess
import sys

from tests.fakes.updating import FakeRoot

NEW = "0.3.0-bbbb0002"


def take(root: FakeRoot) -> tuple[int, str]:
    """What it ends with and says, of an update that is for some other machine."""
    root.install()
    data = root.update_file(NEW, arch="sparc64")
    box = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/opt"]
    box += ["--bind", str(root.opt), "/opt/xlab", "--tmpfs", "/etc"]
    box += ["--ro-bind", str(root.key), "/etc/xlab/updates.pub"]
    command = [*box, sys.executable, "-m", "xlab.upkeep", "take"]
    sent = json.dumps({"size": len(data)}).encode() + b"\n" + data
    done = subprocess.run(command, input=sent, capture_output=True, check=False)
    return done.returncode, done.stdout.decode().strip()


def test_what_does_not_fit_is_said_and_leaves_nothing(tmp_path):
    root = FakeRoot(tmp_path)
    assert take(root) == (1, "arch")
    assert json.loads((root.opt / "update.json").read_bytes())["version"] == NEW
    assert not (root.opt / "incoming").exists()


def test_a_card_that_fills_up_is_told_from_a_damaged_file(tmp_path):
    root = FakeRoot(tmp_path)
    root.opt.mkdir()
    (root.opt / "update.json.new").symlink_to("/dev/full")
    assert take(root) == (1, "room")
