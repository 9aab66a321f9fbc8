"""Another program draws on the screen when the kiosk starts: it goes without, and takes the screen once it is free."""

from tests.vm.case import Case, Notes
from tests.vm.kit import Kit
from tests.vm.scenarios.tap import home

KIOSK = "xlab-kiosk.service"
HOLDER = "xlab-holder.service"
_HOLD = """
import fcntl, glob, os, time
for card in sorted(glob.glob("/dev/dri/card*")):
    fcntl.ioctl(os.open(card, os.O_RDWR), 0x641E)
time.sleep(100000)
"""


def _is_held(kit: Kit, notes: Notes) -> None:
    home(kit)
    kit.run("systemctl", "stop", KIOSK)
    kit.run("systemd-run", "--collect", f"--unit={HOLDER}", "python3", "-c", _HOLD)
    kit.run("systemctl", "start", KIOSK, timeout=1200)
    said = kit.unit(KIOSK).get("StatusText", "")
    notes.line(f"  while it is held: {said}")
    if "dashboard only" not in said:
        notes.wrong(f"the screen is held, and the kiosk says: {said}")
    since = kit.now()
    kit.run("systemctl", "stop", HOLDER)
    kit.until("The kiosk is on the screen", lambda: "on the screen" in kit.unit(KIOSK).get("StatusText", ""))
    home(kit)
    notes.figure("attract_after_free_s", kit.now() - since)
    notes.picture("taken-back")


SCENARIOS = (Case("panel-held", "another program draws on the screen, and ends", _is_held),)
