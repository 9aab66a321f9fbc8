"""``make vm-test``: builds the machine, boots it, does to its kit what a journey does, and says what came of it."""

import argparse
import fcntl
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from deploy.vm import installed, layers
from deploy.vm.image import BuildError, build, joined
from deploy.vm.machine import Disk, Machine
from deploy.vm.wire import MachineError
from tests.vm import album, trial
from tests.vm.kit import PORT, UNITS, Kit
from tests.vm.results import Report, Result, summary
from tests.vm.scenarios import ALL, LONG, SHORT, Scenario

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".state" / "vm"
"""Where images, logs and results are kept; git ignores it."""
QUIET = 0.75
"""Load for each core of the host above which the machine counts as one that has to share."""
CROWDED_SECONDS = 240
"""What the units of such a machine get to give a sign of life: with a twentieth of a core, half a minute is none."""
_began = time.monotonic()


def say(text: str) -> None:
    """A line of progress."""
    print(f"{time.monotonic() - _began:6.0f} s  {text}", flush=True)


def main() -> int:
    """Exit status 0 if every scenario was fine, 1 if one was not or the machine could not be had."""
    names = [scenario.name for scenario in ALL]
    parser = argparse.ArgumentParser(prog="python -m tests.vm", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="scenario", help=f"some of {', '.join(names)}")
    parser.add_argument("--long", action="store_true", help="all of them, with thirty pulls of the plug")
    parser.add_argument("--pictures", action="store_true", help="take the pictures of deploy/README.md, and no more")
    given = parser.parse_args()
    wanted = given.names or (LONG if given.long else SHORT)
    if strange := set(wanted) - set(names):
        parser.error(f"no scenario is called {', '.join(sorted(strange))}; there are {', '.join(names)}")
    chosen = [scenario for scenario in ALL if scenario.name in wanted]
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with alone():
            if given.pictures:
                return take_pictures(disk())
            report = run(disk(), chosen)
    except (BuildError, MachineError) as error:
        say(str(error))
        return 1
    print(f"\n{summary(report)}\nAll figures: {FOLDER / 'results.json'}", flush=True)
    return int(any(result.wrong for result in report.results))


@contextmanager
def alone() -> Iterator[None]:
    """One run at a time has the folder, and the two cores."""
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another run to end ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def disk() -> Disk:
    """The machine's disk: Debian, a virtual radio, and the kit of this tree as its own installation makes it."""
    uv, python = (ROOT / ".venv" / "bin" / name for name in ("uv", "python"))
    recipe = [
        layers.debian(trial.ROOM),
        layers.settled(),
        layers.environment("/opt/air", ROOT / "requirements-vm.txt", uv),
        installed.packages(ROOT, FOLDER),
        joined(
            installed.installed(ROOT, FOLDER, installed.build_wheel(ROOT, python, FOLDER / "wheel")),
            trial.around_the_kit(),
        ),
    ]
    return build(recipe, FOLDER, say)


def run(image: Disk, chosen: list[Scenario]) -> Report:
    """Try every scenario, and switch off. What came out so far is kept after each."""
    crowded = os.getloadavg()[0] > QUIET * (os.cpu_count() or 1)
    told = trial.patience(CROWDED_SECONDS) if crowded else {}
    pictures = FOLDER / "pictures"
    shutil.rmtree(pictures, ignore_errors=True)
    machine = Machine(image, FOLDER / "run", say, port=PORT, credentials=told)
    results: list[Result] = []
    with Kit(machine, pictures, say) as kit:
        versions: dict[str, str] = {}
        for scenario in chosen:
            results.append(_try(scenario, kit))
            versions = versions or _versions(kit)
            # Others on the same cores slow the machine, and all its figures, down.
            versions["their load"] = f"{os.getloadavg()[2]:.1f}"
            report = Report(versions, tuple(results))
            (FOLDER / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)))
            (FOLDER / "summary.txt").write_text(summary(report) + "\n")
        return report


def take_pictures(image: Disk) -> int:
    """The pictures of the guide, at the size of a larger screen."""
    told = trial.patience(CROWDED_SECONDS)
    machine = Machine(image, FOLDER / "run", say, port=PORT, credentials=told, screen=album.SIZE)
    with Kit(machine, FOLDER / "pictures", say) as kit:
        album.take(kit, ROOT / "deploy" / "pictures")
    return 0


def _versions(kit: Kit) -> dict[str, str]:
    if not kit.machine.on:
        return {}
    packages = kit.run("/opt/xlab/current/bin/python", "-m", "pip", "freeze").output.split()
    return {
        "kernel": kit.run("uname", "-r").output.strip(),
        "BlueZ": kit.run("bluetoothctl", "--version").output.split()[-1],
        "systemd": kit.run("systemctl", "--version").output.split()[1],
        "bleak": next(name.removeprefix("bleak==") for name in packages if name.startswith("bleak==")),
        "memory": f"{kit.machine.memory} MB",
        "watchdog": kit.unit(UNITS[0])["WatchdogUSec"],
        "host cores": str(os.cpu_count()),
    }


def _try(scenario: Scenario, kit: Kit) -> Result:
    say(f"{scenario.name} ...")
    began = time.monotonic()
    try:
        result = scenario.run(kit)
    except Exception as error:
        if not isinstance(error, MachineError):
            traceback.print_exc()
        result = Result(scenario.name, "", f"could not be tried: {error}")
    result.figures["took_s"] = round(time.monotonic() - began)
    say(f"{scenario.name}: {result.wrong or 'fine'} {_figures(result)}")
    if result.wrong:
        log = FOLDER / "run" / f"{scenario.name}.log"
        with suppress(MachineError):
            log.write_text(kit.logs())
            say(f"What kit, BlueZ and kernel said is in {log}")
    return result


def _figures(result: Result) -> str:
    return ", ".join(f"{name} {value}" for name, value in result.figures.items() if not isinstance(value, list))


if __name__ == "__main__":
    sys.exit(main())
