"""A real kiosk that is killed in the middle of its start, twice, while the same demo is drawn: it starts without it."""

import shutil
import signal
import time
from pathlib import Path

from tests.fakes.quiet_shell import DEMOS
from tests.fakes.scripted_hub import ScriptedHub
from tests.running import RunningProcess
from tests.waiting import PATIENCE
from xlab import link
from xlab.catalogue import find_demos
from xlab.link import Programme, Slot
from xlab_kiosk.shell.care.held import STOPPED_STARTS
from xlab_kiosk.shell.care.kept import read_kept, write_kept
from xlab_kiosk.shell.care.starting import StartFile

BAD, GOOD = "try-hang-start", "try-good"


def dropped(home: Path) -> None:
    """Two demos that IT has approved, as the hub said before it went away."""
    for name in (BAD, GOOD):
        folder = f"xlab_demo_{name.replace('-', '_')}"
        shutil.copytree(DEMOS / folder, home / "demos" / folder)
    found = [entry for entry in find_demos(home) if entry.door == "dropped"]
    slots = tuple(Slot(demo=entry.name, digest=entry.digest) for entry in found)
    assert len(slots) == 2
    write_kept(home / "programme.json", Programme(slots=slots))


def suspects_again(home: Path, earlier: int) -> bool:
    """Whether a kiosk is at the bad demo, after so many ``earlier`` times."""
    journal = read_kept(home / "starting.json", StartFile) or StartFile()
    blamed = sum(blamed.starts for blamed in journal.blamed)
    return BAD in {which.demo for which in journal.suspects} and blamed == earlier


def kiosk(home: Path, hub: str) -> RunningProcess:
    return RunningProcess("xlab_kiosk", "--home", str(home), "--hub", hub, "--offscreen", "--size", "800x480")


def test_killed_twice_while_the_same_demo_is_drawn_it_starts_without_it_and_says_so(tmp_path: Path):
    dropped(tmp_path)
    with ScriptedHub(tmp_path) as hub:
        for earlier in range(2):
            running = kiosk(tmp_path, hub.url)
            end = time.monotonic() + PATIENCE
            while not suspects_again(tmp_path, earlier):
                assert time.monotonic() < end, running.output
                time.sleep(0.01)
            running.stop(signal.SIGKILL)
            assert suspects_again(tmp_path, earlier), "what a killed kiosk was at is on the card"
        running = kiosk(tmp_path, hub.url)
        try:
            running.line(f"starts without {BAD} 1.0.0")
            held: dict[str, str] = {}
            while not held.get(BAD):  # what the kiosks before said is still in the line
                here = hub.hear(link.DemosHere)
                assert isinstance(here, link.DemosHere)
                held = {demo.demo: demo.held for demo in here.demos if demo.door == "dropped"}
            assert held == {BAD: STOPPED_STARTS, GOOD: ""}
            end = time.monotonic() + PATIENCE
            while (tmp_path / "starting.json").exists():
                assert time.monotonic() < end, "this start never finished"
                time.sleep(0.02)
        finally:
            running.stop()
