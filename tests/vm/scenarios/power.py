"""What a strange room does to a kit's card, settings and clock: it runs on, says so, and comes back to itself."""

from tests.vm.case import Case, Notes
from tests.vm.kit import HOME, Kit
from tests.vm.scenarios.comeback import HUB, KIOSK
from tests.vm.scenarios.tap import MIDDLE, home

SPOILT = 'kit_name = "Blue box"\nlanguage = "xx"\nidle_seconds = \n'
AHEAD = 5.0
"""Seconds by which two clocks that both count from the machine's start may differ, as they are read from outside."""
FILLER = f"{HOME}/filler"
MOMENTS = ("1970-01-02 00:00:10", "2099-12-31 23:59:50", "2038-01-19 03:14:00")
"""Where a clock without a battery begins, one set by a slip of the hand, and the end of 32 bits.

The first is a day late: no kernel takes a time before its own start.
"""


def _starts_with_spoilt_settings(kit: Kit, notes: Notes) -> None:
    home(kit)
    kit.machine.put(f"{HOME}/kit.toml", SPOILT)
    try:
        _both_start_anew(kit, notes)
        found = kit.command("doctor", check=False).output
        for word in ("kit.toml", "language", "3"):
            if word not in found:
                notes.wrong(f"doctor does not say {word} of the settings")
        notes.picture("settings-spoilt")
    finally:
        kit.run("rm", "-f", f"{HOME}/kit.toml")
        kit.run("systemctl", "restart", HUB, KIOSK)


def _both_start_anew(kit: Kit, notes: Notes) -> None:
    since = kit.now()
    kit.run("systemctl", "restart", HUB, KIOSK)
    kit.until("The dashboard answers", kit.answers)
    kit.shows("attract")
    notes.figure("attract_s", kit.now() - since)


def _card_is_full(kit: Kit, notes: Notes) -> None:
    home(kit)
    fill = f"dd if=/dev/zero of={FILLER} bs=1M; dd if=/dev/zero bs=512 >>{FILLER}; sync"
    kit.run("sh", "-c", fill, check=False)
    try:
        notes.figure("tap_on_full_card_s", kit.tap_for("menu", *MIDDLE))
        notes.picture("choice-on-full-card")
        home(kit)
        _both_start_anew(kit, notes)
        notes.picture("attract-on-full-card")
        since = kit.now()
    finally:
        kit.run("rm", "-f", FILLER)
    kit.tap_for("menu", *MIDDLE)
    home(kit)
    kit.run("systemctl", "restart", HUB)
    kit.until("The dashboard answers", kit.answers)
    kit.until("What happens is stored again", lambda: kit.events(since))
    notes.figure("stored_again_s", kit.now() - since)


def _clock_is_wrong(kit: Kit, notes: Notes) -> None:
    """Set while it runs, and found at a start: the log's order never hangs on it."""
    home(kit)
    right = kit.run("date", "+%s").output.strip()
    since = kit.now()
    try:
        for moment in MOMENTS:
            kit.run("date", "--utc", "--set", moment)
            kit.until("The dashboard answers", kit.answers)
            notes.figure(f"tap_in_{moment[:4]}_s", kit.tap_for("menu", *MIDDLE))
            home(kit)
            _both_start_anew(kit, notes)
            notes.picture(f"attract-in-{moment[:4]}")
    finally:
        passed = int(kit.now() - since)
        kit.run("date", "--utc", "--set", f"@{int(right) + passed}")
    starts = [event for event in kit.events(since) if event["fact"]["type"] == "KitStarted"]
    if len(starts) < len(MOMENTS):
        notes.wrong(f"of {len(MOMENTS)} starts the log tells of {len(starts)}")
    # A station's evidence may be written a little later than what the hub noticed meanwhile, but not years.
    if late := [event["mono"] for event in kit.events(since) if event["mono"] > kit.now() + AHEAD]:
        notes.wrong(f"of what happened by {kit.now():.0f} s after the start the log says {late[:3]} s")


SCENARIOS = (
    Case("settings-spoilt", "hub and kiosk start with a kit.toml full of mistakes", _starts_with_spoilt_settings),
    Case("card-full", "the card is filled while visitors play, and emptied", _card_is_full),
    Case("clock-wrong", "the clock is set to 1970, 2099 and 2038 while it runs", _clock_is_wrong),
)
