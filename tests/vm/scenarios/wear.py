"""What is written to the card in an hour, while nobody is there and during a busy visit: measured for minutes."""

import time
from functools import partial

from tests.vm.air import BADGES
from tests.vm.case import Case, Notes
from tests.vm.kit import Kit
from tests.vm.scenarios.tap import home
from tests.vm.visit import PHONES, Busy

SECTOR = 512
SETTLE = 240.0
"""Seconds for what a start still writes, as the demos' pictures, and for badges to leave."""


def _written(kit: Kit) -> tuple[float, int]:
    """When, and how many bytes the machine has written to its disk by then, all that was held back included."""
    answer = kit.run("sh", "-c", "sync; cat /sys/block/vda/stat")
    return answer.ended, int(answer.output.split()[6]) * SECTOR


def _is_written(minutes: float, kit: Kit, notes: Notes) -> None:
    home(kit)
    kit.radio.air("set", badges=False)
    try:
        time.sleep(SETTLE)
        notes.figure("idle_mb_an_hour", _hourly(kit, minutes))
    finally:
        kit.radio.air("set", badges=True)
    with Busy(kit, 1) as busy:
        notes.figure("busy_mb_an_hour", _hourly(kit, minutes))
        notes.figure("events_meanwhile", busy.acknowledged)
    notes.line(f"  measured for {minutes:g} minutes each, and reckoned up to an hour; idle is an empty room")
    notes.line(f"  busy is {BADGES} badges laid on a pad and taken away all the time, and {PHONES} phones that answer")


def _hourly(kit: Kit, minutes: float) -> float:
    began, before = _written(kit)
    time.sleep(minutes * 60)
    ended, after = _written(kit)
    return (after - before) / (ended - began) * 3600 / 1e6


SCENARIOS = (
    Case("wear", "what is written to the card, for a minute each", partial(_is_written, 1.0)),
    Case("wear-long", "what is written to the card, for ten minutes each", partial(_is_written, 10.0)),
)
