"""What a version lends the system, and that all of it is taken back: the script itself, in a box with an empty /etc."""

import subprocess
from pathlib import Path

import pytest

LIB = Path(__file__).parents[2] / "deploy" / "lib"
WANTS = "systemd/system/multi-user.target.wants/"
UNIT = "[Unit]\nDescription=A part\n[Service]\nExecStart=/bin/true\n"
WANTED = UNIT + "[Install]\nWantedBy=multi-user.target\n"
KIT = {
    "units/xlab-hub.service": WANTED,
    "units/xlab-scanner.service": WANTED,
    "units/xlab-kiosk.service": WANTED,
    "units/xlab-asked.service": UNIT,
    "units/xlab-stick@.service": UNIT,
    "units/xlab-tidy.timer": "[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n",
    "polkit/50-xlab.rules": "// rules",
    "udev/90-xlab.rules": "# rules",
    "tmpfiles/xlab.conf": "# folders",
}


@pytest.fixture
def settle(tmp_path):
    """Runs ``then`` after the script's parts, with these releases; the files below /etc afterwards."""
    releases = tmp_path / "opt" / "releases"

    def run(then: str, **kits: dict[str, str]) -> set[str]:
        for version, files in kits.items():
            for name, text in files.items():
                path = releases / version / "deploy" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        box = ["bwrap", "--unshare-all", "--uid", "0", "--gid", "0", "--ro-bind", "/", "/", "--dev", "/dev"]
        for empty in ("/run", "/etc", "/usr/local/bin"):
            box += ["--tmpfs", empty]
        box += ["--tmpfs", "/opt", "--bind", str(tmp_path / "opt"), "/opt/xlab"]
        script = f"set -eu; . {LIB}/common.sh; . {LIB}/settle.sh; first=xlab-hub; {then}; find /etc ! -type d"
        done = subprocess.run([*box, "bash", "-c", script], capture_output=True, text=True, check=True)
        return {line.removeprefix("/etc/") for line in done.stdout.splitlines()}

    return run


USE = "ln -sfn releases/{0} /opt/xlab/current; settle"


def test_what_says_when_it_is_wanted_is_enabled_and_the_rest_only_lent(settle):
    there = settle(USE.format("one"), one=KIT)
    assert {name for name in there if ".wants/" in name} == {
        WANTS + "xlab-hub.service",
        WANTS + "xlab-kiosk.service",
        "systemd/system/timers.target.wants/xlab-tidy.timer",
    }
    assert {"systemd/system/xlab-asked.service", "systemd/system/xlab-stick@.service"} <= there
    assert {"polkit-1/rules.d/50-xlab.rules", "udev/rules.d/90-xlab.rules", "tmpfiles.d/xlab.conf"} <= there


def test_a_further_station_has_a_radio_instead_of_a_hub(settle):
    there = settle("first=xlab-scanner; " + USE.format("one"), one=KIT)
    assert WANTS + "xlab-scanner.service" in there and WANTS + "xlab-hub.service" not in there


def test_what_an_older_version_had_and_this_one_lacks_goes(settle):
    fewer = {name: text for name, text in KIT.items() if "tidy" not in name and not name.startswith("udev")}
    there = settle(USE.format("old") + "; " + USE.format("new"), old=KIT, new=fewer)
    assert there == settle(USE.format("new"), new=fewer)
    assert not any("tidy" in name or name.startswith("udev") for name in there)


def test_taking_off_leaves_nothing_of_it(settle):
    there = settle(USE.format("one") + "; unsettle", one=KIT)
    assert not any("xlab" in name for name in there)


def test_a_folder_that_is_mounted_is_emptied_where_any_other_goes(settle):
    """The data's own partition holds them on a kit that is read-only, and stays mounted for the rest of the system."""
    done = "mkdir -p /run/plain/two; touch /opt/xlab/.hidden; erase /opt/xlab /run/plain /run/none"
    look = '[ -e /run/plain ] || [ -n "$(ls -A /opt/xlab)" ] || touch /etc/nothing'
    assert settle(f"{done}; {look}", one=KIT) == {"nothing"}
