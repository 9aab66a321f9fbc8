"""``make vm-test``: builds the machine, boots it, breaks its radio in every way, and says how long recovery took."""

import argparse
import fcntl
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from deploy.vm import layers
from deploy.vm.image import BuildError, build
from deploy.vm.machine import Disk, Machine
from deploy.vm.wire import MachineError
from tests.vm.kit import PORT, Kit
from tests.vm.results import Report, Result, summary
from tests.vm.scenarios import ALL, Scenario

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".state" / "vm"
"""Where images, logs and results are kept; git ignores it."""
_began = time.monotonic()


def say(text: str) -> None:
    """A line of progress."""
    print(f"{time.monotonic() - _began:6.0f} s  {text}", flush=True)


def main() -> int:
    """Exit status 0 if every scenario was fine, 1 if one was not or the machine could not be had."""
    names = [scenario.name for scenario in ALL]
    parser = argparse.ArgumentParser(prog="python -m tests.vm", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="scenario", help=f"one of {', '.join(names)}; all if none is named")
    wanted = parser.parse_args().names or names
    if strange := set(wanted) - set(names):
        parser.error(f"no scenario is called {', '.join(sorted(strange))}; there are {', '.join(names)}")
    chosen = [scenario for scenario in ALL if scenario.name in wanted]
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with _alone():
            report = run(disk(), chosen)
    except (BuildError, MachineError) as error:
        say(str(error))
        return 1
    (FOLDER / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    text = summary(report)
    (FOLDER / "summary.txt").write_text(text + "\n")
    print(f"\n{text}\nAll figures: {FOLDER / 'results.json'}", flush=True)
    return int(any(result.wrong for result in report.results))


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time has the folder, and the two cores."""
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another run to end ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def disk() -> Disk:
    """The machine's disk: Debian, a user, two Python environments by lock, and in one the wheel of this tree."""
    uv, python = (ROOT / ".venv" / "bin" / name for name in ("uv", "python"))
    wheel = layers.build_wheel(ROOT, python, FOLDER / "wheel")
    recipe = [
        layers.debian(),
        layers.settled(),
        layers.environment("/opt/air", ROOT / "requirements-vm.txt", uv),
        layers.environment("/opt/xlab", ROOT / "requirements.txt", uv),
        layers.wheel("/opt/xlab", wheel, ("xlab.hub", "xlab.cli.beacons")),
    ]
    return build(recipe, FOLDER, say)


def run(image: Disk, chosen: list[Scenario]) -> Report:
    """Boot, try every scenario, and switch off."""
    with Machine(image, FOLDER / "run", say, port=PORT) as machine, Kit(machine, say) as kit:
        packages = machine.run("/opt/xlab/bin/python", "-m", "pip", "freeze").output.split()
        versions = {
            "kernel": machine.run("uname", "-r").output.strip(),
            "BlueZ": machine.run("bluetoothctl", "--version").output.split()[-1],
            "systemd": machine.run("systemctl", "--version").output.split()[1],
            "bleak": next(name.removeprefix("bleak==") for name in packages if name.startswith("bleak==")),
        }
        results = tuple(_try(scenario, kit) for scenario in chosen)
        # Others on the same cores slow the machine, and all its figures, down.
        versions["host cores"], versions["their load"] = str(os.cpu_count()), f"{os.getloadavg()[2]:.1f}"
        return Report(versions, results)


def _try(scenario: Scenario, kit: Kit) -> Result:
    say(f"{scenario.name} ...")
    try:
        result = scenario.run(kit)
    except Exception as error:
        if not isinstance(error, MachineError):
            traceback.print_exc()
        result = Result(scenario.name, "", f"could not be tried: {error}")
    say(f"{scenario.name}: {result.wrong or 'fine'} {_figures(result)}")
    if result.wrong:
        log = FOLDER / "run" / f"{scenario.name}.log"
        log.write_text(kit.logs())
        say(f"What hub, BlueZ and kernel said is in {log}")
    return result


def _figures(result: Result) -> str:
    return ", ".join(f"{name} {value}" for name, value in result.figures.items() if not isinstance(value, list))


if __name__ == "__main__":
    sys.exit(main())
