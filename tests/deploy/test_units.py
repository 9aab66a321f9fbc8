"""What the units promise: none waits for a network, none is root, what hangs is started again, little is left open."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(unit for unit in (DEPLOY / "units").iterdir() if unit.suffix != ".md")
# What runs all the time, and never as root; the rest are tasks of root that end.
SERVICES = [unit for unit in UNITS if "\nUser=xlab" in unit.read_text("utf-8")]
LEAST_SHUT = 2.5


def parsed(unit: Path) -> configparser.ConfigParser:
    """The last of what is said several times is enough here."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit.read_text("utf-8"))
    return parser


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_it_comes_up_offline_in_any_year_and_comes_back_for_ever(unit):
    said = parsed(unit)
    needs = " ".join(said["Unit"].get(name, "") for name in ("After", "Wants", "Requires", "BindsTo"))
    assert not re.search(r"network|time-s|timesync", needs)
    assert said["Unit"]["StartLimitIntervalSec"] == "0"
    service = said["Service"]
    assert service["Type"] == "notify" and service["NotifyAccess"] == "main" and "WatchdogSec" in service
    assert service["Restart"] == "always"
    assert service["User"] == "xlab" and service["NoNewPrivileges"] == "yes"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_what_it_leaves_open_is_little(unit):
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", unit]
    judged = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(re.search(r"Overall exposure level for \S+: ([\d.]+)", judged)[1]) <= LEAST_SHUT


@pytest.mark.parametrize("name", ["xlab-hub", "xlab-kiosk"])
def test_nothing_is_put_over_the_proc_that_a_sandbox_of_demos_needs(name):
    said = parsed(DEPLOY / "units" / f"{name}.service")["Service"]
    assert not {"ProtectKernelTunables", "ProtectKernelLogs", "ProtectHostname", "ProcSubset"} & set(said)


def test_hub_kiosk_and_radio_are_the_services():
    assert [unit.stem for unit in SERVICES] == ["xlab-hub", "xlab-kiosk", "xlab-scanner"]


def test_a_task_of_root_runs_no_file_that_others_can_change():
    for unit in set(UNITS) - set(SERVICES):
        for command in re.findall(r"^Exec\w+=[-@:+!]*(\S+)", unit.read_text("utf-8"), re.MULTILINE):
            assert command.startswith(("/usr/", "/bin/", "/opt/xlab/current/", "/opt/xlab/previous/")), (unit, command)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("vfat", "noatime,uid=xlab,gid=xlab,umask=077,flush"),
        ("exfat", "noatime,uid=xlab,gid=xlab,umask=077"),
        ("ext4", "noatime,errors=remount-ro"),
        ("", "noatime"),
    ],
)
def test_nothing_on_a_stick_is_run_followed_or_obeyed(kind, asked):
    command = parsed(DEPLOY / "units" / "xlab-stick@.service")["Service"]["ExecStart"]
    script = re.fullmatch(r"/bin/sh -c '(.*)'", command)[1].replace("$$", "$").replace("%i", "sdz1")
    script = script.replace("/usr/sbin/blkid -o value -s TYPE /dev/sdz1", f"echo '{kind}'")
    script = script.replace("exec /usr/bin/systemd-mount", "echo")
    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert f"--options=nosuid,nodev,noexec,nosymfollow,{asked}" in said
    assert said[-2:] == ["/dev/sdz1", "/media/xlab-sdz1"]


def test_who_hands_out_the_journal_is_neither_the_kits_user_nor_root_and_takes_no_orders():
    socket, task = (parsed(DEPLOY / "units" / f"xlab-journal{name}") for name in (".socket", "@.service"))
    assert (socket["Socket"]["SocketUser"], socket["Socket"]["SocketMode"]) == ("xlab", "0600")
    service = task["Service"]
    assert (service["DynamicUser"], service["SupplementaryGroups"]) == ("yes", "systemd-journal")
    assert (service["StandardInput"], service["StandardOutput"]) == ("null", "socket")
    for unit in SERVICES:  # none of them reads the journal itself
        assert "systemd-journal" not in unit.read_text("utf-8")


def test_every_unit_and_every_right_is_explained():
    page = (DEPLOY / "units" / "README.md").read_text("utf-8")
    rights = (DEPLOY / "polkit" / "50-xlab.rules").read_text("utf-8")
    for name in [unit.name for unit in UNITS] + re.findall(r'action\.id == "([^"]+)"', rights):
        assert f"`{name}`" in page, name
