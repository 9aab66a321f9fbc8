"""``xlab update`` as a process, on a machine whose ``/opt/xlab`` is a folder of the test: refusals, how it stands."""

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.fakes.updating import USED, FakeRoot
from xlab.upkeep.place import machine

NEW = "0.3.0-bbbb0002"


@pytest.fixture
def root(tmp_path):
    return FakeRoot(tmp_path)


@pytest.fixture
def update(root, tmp_path):
    """Runs the command; its exit status, what it prints, and what it complains of."""
    (tmp_path / "home").mkdir()
    (tmp_path / "bus").mkdir()

    def run(*words: object) -> tuple[int, str, str]:
        root.opt.mkdir(exist_ok=True)
        root.key.touch()
        box = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/opt"]
        box += ["--bind", str(tmp_path), str(tmp_path), "--ro-bind", str(root.opt), "/opt/xlab"]
        box += ["--tmpfs", "/etc", "--ro-bind", str(root.key), "/etc/xlab/updates.pub"]
        box += ["--ro-bind-try", "/usr/lib/os-release", "/etc/os-release", "--tmpfs", "/run"]
        box += ["--setenv", "XLAB_HOME", str(tmp_path / "home")]
        command = [*box, sys.executable, "-m", "xlab.cli", "update", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def fitting() -> dict[str, str]:
    here = machine()
    return {"arch": here.arch, "suite": here.suite, "python": here.python}


def test_a_machine_without_an_installed_kit_says_so(update, root):
    file = root.bring(NEW)
    for words in ((), (file,), ("--back",)):
        status, _, said = update(*words)
        assert status == 1 and said.strip() == "No installed kit was found here."


def test_what_is_in_use_and_how_the_last_one_went(update, root):
    root.install()
    root.install("0.1.0-cccc0003", "previous")
    root.says("back", version=NEW, before=USED, problem="dies")
    status, told, said = update()
    assert status == 0 and told.strip() == f"In use: {USED}; before it: 0.1.0-cccc0003"
    assert f"Version {USED} is in use again." in said and "ended again and again" in said
    status, told, _ = update("--json")
    assert status == 0 and json.loads(told)["problem"] == "dies"


@pytest.mark.parametrize(
    ("name", "theirs", "older", "reason"),
    [
        (NEW, True, False, "signer"),
        ("0.1.0-bbbb0002", False, False, "older"),
        # All is well with it; but here is no system that could be asked.
        ("0.1.0-bbbb0002", False, True, "not_started"),
    ],
)
def test_every_refusal_is_said_and_ends_with_1(update, root, name, theirs, older, reason):
    root.install()
    file = root.bring(name, key=Ed25519PrivateKey.generate() if theirs else None, **fitting())
    status, told, _ = update(file, "--json", *(["--older"] if older else []))
    assert (status, json.loads(told)) == (1, {"state": "failed", "problem": reason})
    assert (root.folder / "home" / "updates" / "request.json").exists() == (reason == "not_started")


def test_a_file_and_back_is_used_wrongly(update):
    assert update("some.xlab-update", "--back")[0] == 2
