"""A version that is tried proves itself, or is left: root's own scripts, cut off at every step and begun again.

They run in a box whose ``/opt/xlab`` is a folder of the test. What they ask of the system is answered by a few lines of
shell: ``systemctl`` says what the test wrote down, ``sync`` cuts the power when its turn has come. On a full card no
file gets longer (``ulimit -f``).
"""

import json
import subprocess
from pathlib import Path

import pytest

LIB = Path(__file__).parents[2] / "deploy" / "lib"
OLD, NEW, OLDER = "0.1.0-aaaa0001", "0.2.0-bbbb0002", "0.0.9-cccc0003"

TOOLS = {
    # As the kit's user, whom the box does not have.
    "setpriv": 'while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"',
    "systemctl": """case "$*" in
*is-enabled*xlab-scanner*) exit 1 ;;
*is-enabled*) exit 0 ;;
*is-active*) [ -e /opt/xlab/up ] ;;
*NRestarts*) cat /opt/xlab/ends ;;
*"stop xlab-update-watch"*) kill $(cat /opt/xlab/watching 2>/dev/null) 2>/dev/null || : ;;
*) echo "systemctl $*" >>/opt/xlab/orders || : ;;
esac""",
    "sync": """left=$(cat /opt/xlab/cut 2>/dev/null || echo 0)
[ "$left" = 0 ] || { echo $((left - 1)) >/opt/xlab/cut; [ "$left" != 1 ] || kill -9 "$PPID"; }""",
    "sleep": "exit 0",
}
PYTHON = """case "$*" in *put-back-log*) [ ! -e /opt/xlab/end ] || kill 0; echo "0 " ;; esac
echo "$0 ${*#* * }" >>/opt/xlab/orders || :"""
APART = 'exec setsid --wait bash "$0"'
FULL = 'trap "" XFSZ; ulimit -f 0; exec bash "$0"'
WATCHED = """flock --no-fork /run/xlab-install.lock tail -f /dev/null & echo $! >/opt/xlab/watching
while flock --nonblock /run/xlab-install.lock true; do :; done; exec bash "$0\""""


class Machine:
    """A kit with two versions, the newer of which is tried."""

    def __init__(self, folder: Path) -> None:
        self.opt = folder / "opt"
        self.tools = folder / "tools"
        self.tools.mkdir()
        for name, text in TOOLS.items():
            self._script(self.tools / name, text)
        for name in (OLD, NEW, OLDER):
            release = self.opt / "releases" / name
            (release / "bin").mkdir(parents=True)
            (release / "deploy").mkdir()
            self._script(release / "bin" / "python", PYTHON)
            self._script(release / "deploy" / "install.sh", f'echo "settled {name}" >>/opt/xlab/orders')
            (release / "complete").touch()
        (self.opt / "ends").write_text("0\n")
        (self.opt / "up").touch()
        self.point("current", NEW)
        self.point("previous", OLD)
        self.tries()

    def point(self, link: str, name: str) -> None:
        (self.opt / link).unlink(missing_ok=True)
        (self.opt / link).symlink_to(f"releases/{name}")

    def tries(self, starts: int = 0) -> None:
        said = f"version={NEW}\nbefore={OLD}\nolder={OLDER}\nup=xlab-hub xlab-kiosk \nstarts={starts}\nproblem=\n"
        (self.opt / "trying").write_text(said)

    def run(self, script: str, *, cut: int = 0, steady: int = 0, patience: int = 60, by: str = 'exec bash "$0"') -> int:
        (self.opt / "cut").write_text(f"{cut}\n")
        box = ["bwrap", "--unshare-all", "--uid", "0", "--gid", "0", "--ro-bind", "/", "/", "--dev", "/dev"]
        box += ["--proc", "/proc", "--tmpfs", "/run", "--tmpfs", "/opt", "--bind", str(self.opt), "/opt/xlab"]
        box += ["--setenv", "PATH", f"{self.tools}:/usr/sbin:/usr/bin:/sbin:/bin"]
        box += ["--setenv", "XLAB_STEADY", str(steady), "--setenv", "XLAB_PATIENCE", str(patience)]
        return subprocess.run([*box, "bash", "-c", by, str(LIB / script)], capture_output=True, check=False).returncode

    def uses(self, link: str = "current") -> str:
        return (self.opt / link).readlink().name

    @property
    def tried(self) -> bool:
        return (self.opt / "trying").exists()

    @property
    def state(self) -> dict[str, object]:
        return json.loads((self.opt / "update.json").read_text())

    @property
    def orders(self) -> list[str]:
        return (self.opt / "orders").read_text().splitlines()

    def _script(self, path: Path, text: str) -> None:
        path.write_text(f"#!/bin/bash\n{text}\n")
        path.chmod(0o755)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_what_comes_up_and_stays_is_accepted(machine):
    assert machine.run("watch.sh") == 0
    assert not machine.tried and (machine.uses(), machine.uses("previous")) == (NEW, OLD)
    assert (machine.state["state"], machine.state["version"]) == ("done", NEW)
    assert any("drop-log" in order for order in machine.orders)
    assert sorted(path.name for path in (machine.opt / "releases").iterdir()) == [OLD, NEW]


@pytest.mark.parametrize(("ends", "up", "problem"), [("3", True, "dies"), ("0", False, "no_start")])
def test_what_ends_again_and_again_or_never_comes_is_left(machine, ends, up, problem):
    (machine.opt / "ends").write_text(f"{ends}\n")  # of the hub and of the kiosk
    if not up:
        (machine.opt / "up").unlink()
    assert machine.run("watch.sh", steady=1, patience=0 if not up else 60) == 0
    assert not machine.tried and (machine.uses(), machine.uses("previous")) == (OLD, OLDER)
    assert (machine.state["state"], machine.state["problem"]) == ("back", problem)
    assert not (machine.opt / "releases" / NEW).exists()
    stopped, begun = (next(n for n, one in enumerate(machine.orders) if word in one) for word in ("stop", "no-block"))
    put_back = next(n for n, one in enumerate(machine.orders) if "put-back-log" in one and OLD in machine.uses())
    assert stopped < put_back < begun


def test_two_starts_are_given_and_the_third_goes_back(machine):
    for start in (1, 2):
        assert machine.run("wayback.sh") == 0
        assert machine.tried and machine.uses() == NEW and f"starts={start}\n" in (machine.opt / "trying").read_text()
        assert machine.orders[-1] == f"settled {NEW}"  # the power may have been cut before that
    assert machine.run("wayback.sh") == 0
    assert not machine.tried and machine.uses() == OLD and machine.state["problem"] == "no_boot"
    assert not any("start" in order for order in machine.orders if order.startswith("systemctl"))


def test_a_switch_that_the_power_was_cut_from_before_the_link_never_was(machine):
    machine.point("current", OLD)
    assert machine.run("wayback.sh") == 0
    assert not machine.tried and (machine.uses(), machine.uses("previous")) == (OLD, OLDER)
    assert (machine.state["state"], machine.state["problem"]) == ("failed", "power_cut")


@pytest.mark.parametrize("cut", range(1, 10))
def test_going_back_may_be_cut_off_anywhere(machine, cut):
    machine.tries(starts=2)
    machine.run("wayback.sh", cut=cut)
    # What the next start finds is one of the two, whole.
    assert machine.uses() in (OLD, NEW) and (machine.opt / "current" / "complete").exists()
    machine.run("wayback.sh")
    assert not machine.tried and (machine.uses(), machine.uses("previous")) == (OLD, OLDER)
    assert machine.state["state"] == "back"
    assert machine.orders.index(f"settled {OLD}") < next(n for n, one in enumerate(machine.orders) if "put-back" in one)


def test_nothing_is_done_where_nothing_is_tried(machine):
    (machine.opt / "trying").unlink()
    assert machine.run("wayback.sh") == machine.run("watch.sh") == 0
    assert not (machine.opt / "update.json").exists() and not (machine.opt / "orders").exists()


@pytest.mark.parametrize("script", ["watch.sh", "back.sh"])
def test_who_is_told_to_end_begins_nothing_on_half_a_log(machine, script):
    (machine.opt / "up").unlink()
    (machine.opt / "end").touch()
    machine.run(script, patience=0, by=APART)
    assert machine.tried and not any("no-block" in order for order in machine.orders)
    (machine.opt / "end").unlink()
    machine.run("back.sh")
    assert not machine.tried and machine.uses() == OLD and "no-block" in machine.orders[-1]


@pytest.mark.parametrize("cut", range(1, 7))
def test_being_accepted_may_be_cut_off_anywhere(machine, cut):
    machine.tries(starts=2)
    machine.run("watch.sh", cut=cut)
    machine.run("wayback.sh")
    # Without the copy of the log the version before may find one that it cannot read.
    dropped = any("drop-log" in order for order in machine.orders)
    assert not machine.tried and machine.uses() == (NEW if dropped else OLD)


@pytest.mark.parametrize(("script", "starts"), [("watch.sh", 0), ("wayback.sh", 0), ("wayback.sh", 2), ("back.sh", 0)])
def test_a_card_that_is_full_is_no_reason_to_stay(machine, script, starts):
    machine.tries(starts)
    (machine.opt / "up").unlink()
    machine.run(script, patience=0, by=FULL)
    assert not machine.tried and (machine.uses(), machine.uses("previous")) == (OLD, OLDER)
    assert not (machine.opt / "releases" / NEW).exists()


def test_to_a_card_that_is_full_nothing_is_switched(machine):
    (machine.opt / "trying").unlink()
    machine.run("back.sh", by=FULL)
    assert not machine.tried and (machine.uses(), machine.uses("previous")) == (NEW, OLD)


@pytest.mark.parametrize("script", ["watch.sh", "wayback.sh", "back.sh"])
@pytest.mark.parametrize("said", ["", f"version={NEW}\nbefore=\n", f"version={NEW}\nbefore=0.0.1-dddd0004\n"])
def test_a_note_that_leads_nowhere_is_not_followed(machine, script, said):
    (machine.opt / "trying").write_text(said)
    machine.point("previous", NEW)
    machine.run(script)
    assert not machine.tried and machine.uses() == NEW
    assert len(list((machine.opt / "releases").iterdir())) == 3


def test_somebody_may_go_back_while_it_is_watched(machine):
    assert machine.run("back.sh", by=WATCHED) == 0
    assert not machine.tried and machine.uses() == OLD and machine.state["problem"] == "asked"


def test_going_back_by_hand_is_a_switch_that_is_watched_as_well(machine):
    (machine.opt / "trying").unlink()
    assert machine.run("back.sh") == 0
    assert machine.tried and (machine.uses(), machine.uses("previous")) == (OLD, NEW)
    assert machine.orders[-1] == "systemctl start --no-block xlab-update-watch.service"
    # It does not come up: both are there as before.
    (machine.opt / "up").unlink()
    machine.run("watch.sh", patience=0)
    assert (machine.uses(), machine.uses("previous")) == (NEW, OLD) and not machine.tried


def test_without_a_version_before_there_is_nothing_to_go_back_to(machine):
    (machine.opt / "trying").unlink()
    (machine.opt / "previous").unlink()
    machine.run("back.sh")
    assert machine.uses() == NEW and machine.state["problem"] == "nothing_before"
