"""From power-on to what visitors see, with nobody helping; what the system then takes, and how its units are shut."""

import re

from deploy.vm.wire import MachineError
from tests.vm import picture
from tests.vm.case import Case, Notes
from tests.vm.kit import UNITS, Kit

MOST_OPEN = 2.5
"""What ``systemd-analyze security`` may say of a unit of the kit."""
MADE_FOR_MOUNTS = ("/proc/sys/fs/binfmt_misc",)
"""What may be put over the kernel's own /proc: a folder of it that is always empty hides nothing."""


def _comes_up(kit: Kit, notes: Notes) -> None:
    notes.figure("power_on_to_attract_s", kit.power_on())
    notes.figure("power_on_to_dashboard_s", kit.first_answer())
    notes.picture("first-start")
    notes.figure("kiosk_starts", int(kit.unit("xlab-kiosk.service")["NRestarts"]) + 1)
    said = ("journalctl", "-b", "-u", "xlab-kiosk.service", "-o", "short-monotonic", "--no-pager", "-g", "screen")
    notes.line(kit.run(*said, check=False).output)
    # Of emulation, the time inside says no more than the time outside; what it was spent on does.
    chain = kit.run("systemd-analyze", "critical-chain", "--no-pager", "xlab-kiosk.service", check=False)
    notes.line(chain.output or chain.errors)
    failed = kit.run("systemctl", "list-units", "--failed", "--plain", "--no-legend", "--no-pager").output
    if failed.strip():
        notes.wrong(f"units have failed: {' '.join(line.split()[0] for line in failed.splitlines() if line.split())}")


def _memory(kit: Kit, notes: Notes) -> None:
    memory = {line.split(":")[0]: int(line.split()[1]) for line in kit.run("cat", "/proc/meminfo").output.splitlines()}
    notes.figure("system_used_mb", (memory["MemTotal"] - memory["MemAvailable"]) // 1000)
    for unit in UNITS:
        shown = kit.unit(unit)
        notes.figure(f"{unit.removesuffix('.service')}_unit_mb", int(shown["MemoryCurrent"]) // 1_000_000)
        pids = kit.run("cat", f"/sys/fs/cgroup{shown['ControlGroup']}/cgroup.procs").output.split()
        files = [f"/proc/{pid}/smaps_rollup" for pid in pids]
        found = re.findall(r"^Pss: +(\d+)", kit.run("cat", *files, check=False).output, re.MULTILINE)
        notes.figure(f"{unit.removesuffix('.service')}_pss_mb", sum(map(int, found)) // 1000)


def _security(kit: Kit, notes: Notes) -> None:
    listed = kit.run("systemctl", "list-unit-files", "--plain", "--no-legend", "--no-pager", "xlab-*.service").output
    units = [line.split()[0] for line in listed.splitlines()]
    ours = [unit for unit in units if unit not in ("xlab-agent.service", "xlab-air.service")]
    for unit in ours:
        if "@." in unit or kit.unit(unit).get("User") != "xlab":
            continue  # root's own small ones are listed with their reasons in deploy/units/README.md
        said = kit.run("systemd-analyze", "security", "--no-pager", unit, timeout=300, check=False).output
        level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)
        if level is None:
            raise MachineError(f"systemd says nothing of {unit}: {said[-200:]}")
        notes.figure(f"open_{unit.removesuffix('.service')}", float(level[1]))
        if float(level[1]) > MOST_OPEN:
            notes.wrong(f"{unit} is open by {level[1]}")


def _sandboxed(kit: Kit, notes: Notes) -> None:
    """Hub and kiosk both open one; only the kernel itself shows what of its shut units keeps bubblewrap from it."""
    browser = kit.it()

    def gaps() -> list[str]:
        stations = browser.get("/api/v1/demos").json["stations"]
        return [str(one["sandbox"]) for one in stations if one["station"] == "st-1" and one["here"]]

    kit.until("The dashboard lists the kit's own station", gaps)
    if gap := gaps()[0]:
        notes.wrong(gap)
    for unit in UNITS:
        mounts = kit.run("cat", f"/proc/{kit.unit(unit)['MainPID']}/mountinfo").output.splitlines()
        points = [line.split()[4] for line in mounts]
        if over := [point for point in points if point.startswith("/proc/") and point not in MADE_FOR_MOUNTS]:
            notes.wrong(f"{unit} has {' and '.join(over)} put over the kernel's own, which forbids a sandbox its /proc")


def _first_pin(kit: Kit, notes: Notes) -> None:
    notes.figure("slip_there_s", kit.until("The slip with a code is there", lambda: picture.papered(kit.look())))
    notes.picture("code")
    browser = kit.facilitator()
    notes.figure("slip_gone_s", kit.until("The slip is gone", lambda: not picture.papered(kit.look())))
    if browser.get("/api/v1/health").json["version"] not in kit.command("--version").output:
        notes.wrong("the dashboard is of another version than the command")
    notes.picture("attract")


SCENARIOS = (
    Case("boot", "switched on for the first time: the attract picture comes, nobody helping", _comes_up, fresh=True),
    Case("memory", "what hub, kiosk and the whole system take", _memory),
    Case("security", "how much of the system each unit is shut out from, 0 is best", _security),
    Case("first-pin", "the code on the screen gives the facilitator a PIN", _first_pin),
    Case("sandbox", "demos run in a sandbox of their own inside the shut units", _sandboxed),
)
