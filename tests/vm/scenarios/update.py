"""The kit renews itself by a file from a browser: one that is well, one whose hub is dead, and the plug is pulled."""

import json
import re
import shutil
import time
from pathlib import Path
from typing import Any, Final

from tests.vm.browser import Browser
from tests.vm.case import Case, Notes, Wrong
from tests.vm.kit import Kit
from tests.vm.versions import WHAT, another, signer, update_file

STATE: Final = Path(__file__).parents[3] / ".state" / "vm"
PREPARED: Final = STATE / "kit"
"""The folder that the kit in the machine was installed from (``deploy/vm/installed.py``)."""

PAGE: Final = "/it/update"
PIECE: Final = 4 * 1024 * 1024
LONG: Final = 3600.0
"""Seconds: a release of 330 MB is unpacked by an emulated processor."""

ENDED: Final = ("done", "failed", "back")
TASKS: Final = ("xlab-update", "xlab-update-watch", "xlab-update-back")


def _works(kit: Kit, notes: Notes) -> None:
    before = _used(kit)
    name = _begin(kit, notes, "good")
    switched = kit.until("It is switched", lambda: _used(kit) == name, LONG)
    notes.figure("until_switched_s", switched)
    notes.figure("dashboard_again_s", kit.until("The dashboard answers", lambda: _build(kit) == name))
    kit.shows("attract")
    notes.picture("with-the-new-version")
    _ends(kit, notes, "done")
    if _used(kit) != name or _used(kit, "previous") != before:
        notes.wrong(f"{name} should be in use, and {before} the one before")
    notes.figure("back_exit", kit.command("update", "--back", timeout=LONG, check=False).status)
    if _used(kit) != before:
        notes.wrong(f"{before} should be in use again after `xlab update --back`")
    kit.shows("attract")


def _broken(kit: Kit, notes: Notes) -> None:
    before, events = _used(kit), {one["id"] for one in kit.events()}
    _begin(kit, notes, "dead-hub")
    _ends(kit, notes, "back")
    kit.until("The dashboard answers", kit.answers)
    kit.shows("attract")
    if _used(kit) != before:
        notes.wrong(f"{before} should be in use again")
    if missing := events - {one["id"] for one in kit.events()}:
        notes.wrong(f"{len(missing)} events are missing")
    notes.picture("after-the-way-back")


def _plug_pulled(kit: Kit, notes: Notes) -> None:
    before, events = _used(kit), {one["id"] for one in kit.events()}
    name = _begin(kit, notes, "good")
    kit.until("A version is tried", lambda: _there(kit, "/opt/xlab/trying"), LONG)
    kit.pull_plug()
    notes.figure("attract_s", kit.power_on())
    notes.figure("boots_into", "new" if _used(kit) == name else "old")
    kit.until("It is decided", lambda: not _there(kit, "/opt/xlab/trying"), LONG)
    used = _used(kit)
    if used not in (before, name) or not _there(kit, "/opt/xlab/current/complete"):
        notes.wrong(f"{used} is in use, which is neither {before} nor {name}, or not whole")
    kit.until("It answers as what is used", lambda: _build(kit) == used)
    kit.shows("attract")
    if missing := events - {one["id"] for one in kit.events()}:
        notes.wrong(f"{len(missing)} events are missing")
    notes.figure("ends_as", "new" if used == name else "old")


def _begin(kit: Kit, notes: Notes, what: str) -> str:
    """Send an update file through the dashboard and press the button; the name of the version in it."""
    for task in TASKS:  # an emulated machine takes its time
        kit.machine.put(
            f"/etc/systemd/system/{task}.service.d/emulated.conf", "[Service]\nEnvironment=XLAB_PATIENCE=2400\n"
        )
    kit.run("systemctl", "daemon-reload")
    folder = STATE / "updates" / what
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(exist_ok=True)
    name = another(PREPARED, folder, WHAT[what], when=time.time())
    file = update_file(folder, folder.with_suffix(".xlab-update"), signer())
    browser = kit.it()
    notes.figure("sent_s", _send(kit, browser, file.read_bytes()))
    found = re.search(r'name="candidate" value="([0-9a-f]+)"', browser.get(PAGE).body.decode())
    if found is None:
        raise Wrong("the page does not offer the file that was sent")
    browser.form(f"{PAGE}/begin", on=PAGE, candidate=found[1])
    file.unlink()
    return name


def _send(kit: Kit, browser: Browser, data: bytes) -> float:
    since = kit.now()
    have = 0
    while have < len(data):
        query = f"name=vm.xlab-update&at={have}&total={len(data)}"
        answer = browser.post(f"{PAGE}/piece?{query}", data[have : have + PIECE], token_from=PAGE)
        if answer.status != 200:
            raise Wrong(f"the kit does not take the file: {answer.status} {answer.body[:200]!r}")
        have = answer.json["have"]
    return kit.now() - since


def _ends(kit: Kit, notes: Notes, meant: str) -> None:
    notes.figure("until_decided_s", kit.until("It ends", lambda: _state(kit)["state"] in ENDED, LONG))
    state = _state(kit)
    notes.line(json.dumps(state))
    if state["state"] != meant:
        notes.wrong(f"the update ended as {state['state']}, not {meant}: {state['problem']} {state['detail']}")


def _state(kit: Kit) -> dict[str, Any]:
    said = kit.run("cat", "/opt/xlab/update.json", check=False)
    state: dict[str, Any] = json.loads(said.output) if said.status == 0 else {"state": ""}
    return state


def _used(kit: Kit, link: str = "current") -> str:
    return Path(kit.run("readlink", f"/opt/xlab/{link}", check=False).output.strip()).name


def _build(kit: Kit) -> str:
    try:
        return str(kit.browser(5.0).get("/api/v1/health").json["build"])
    except (OSError, ValueError):
        return ""


def _there(kit: Kit, path: str) -> bool:
    return kit.run("test", "-e", path, check=False).status == 0


SCENARIOS = (
    Case("update", "a new version comes by the dashboard, is used, and left by hand", _works, spoils=True),
    Case("update-broken", "a version whose hub does not start is left by itself", _broken, spoils=True),
    Case("update-plug", "the plug is pulled while a version is switched to", _plug_pulled, spoils=True),
)
