"""The plug is pulled in the middle of a busy visit, at a random moment, again and again; nothing promised is lost."""

import random
import time
from functools import partial

from tests.vm.case import Case, Notes
from tests.vm.kit import HOME, Kit
from tests.vm.visit import Busy, missing

SEED = 20261122
"""Of the moments. It is printed with each of them, so that a run can be made again."""
LATEST = 40.0
"""Seconds into the visit by which the plug is pulled."""
FEW, MANY = 2, 30
_CHECK = f"""
import sqlite3
log = sqlite3.connect("file:{HOME}/events.db?mode=ro", uri=True)
print(*(row[0] for row in log.execute("PRAGMA integrity_check")))
rows = [row[0] for row in log.execute("SELECT seq FROM events ORDER BY seq")]
print("gaps" if rows != list(range(1, len(rows) + 1)) else "whole", len(rows))
"""


def _is_pulled(times: int, kit: Kit, notes: Notes) -> None:
    ids: list[str] = []
    said: dict[str, list[str]] = {}
    took: list[float] = []
    panics = 0
    for count in range(1, times + 1):
        seed = SEED + count
        moment = random.Random(seed).uniform(1.0, LATEST)
        with Busy(kit, seed) as busy:
            busy.tap_about()
            time.sleep(moment)
            kit.pull_plug()
        ids += busy.ids
        said |= busy.said
        kit.say(
            f"  pull {count} of {times}: seed {seed}, after {moment:.1f} s, {busy.acknowledged} events acknowledged"
        )
        took.append(kit.power_on())
        panics += kit.machine.panicked()
        kit.until("The dashboard answers", kit.answers)
        for fault in (*busy.refused[:3], *_check(kit), *missing(kit.events(), ids, said)[:5]):
            notes.wrong(f"after pull {count} (seed {seed}): {fault}")
        if count == 1 or count == times:
            notes.picture(f"after-pull-{count}")
    notes.figure("pulls", times)
    notes.figure("kernel_panics", panics)
    notes.figure("acknowledged", len(ids) + sum(map(len, said.values())))
    notes.figure("attract_after_pull_s", sorted(took)[len(took) // 2])
    notes.figure("attract_after_pull_most_s", max(took))
    kit.switch_off()
    if fault := kit.machine.check_disk():
        notes.wrong(f"the file system is not clean: {fault}")


def _check(kit: Kit) -> list[str]:
    """What is wrong with log and file system after a start."""
    wrong = []
    said = kit.run("python3", "-c", _CHECK, timeout=300).output.split()
    if said[:2] != ["ok", "whole"]:
        wrong.append(f"the event log: {' '.join(said)}")
    aside = kit.run(
        "sh", "-c", f"ls {HOME} | grep -v -e '^events.db$' -e '^events.db-' | grep '^events' || true"
    ).output
    if aside.strip():
        wrong.append(f"a log was moved aside: {aside.strip()}")
    errors = kit.run("sh", "-c", "cat /sys/fs/ext4/*/errors_count").output.split()
    if any(count != "0" for count in errors):
        wrong.append(f"the file system counts errors: {' '.join(errors)}")
    return wrong


SCENARIOS = (
    Case("plug", f"the plug is pulled {FEW} times during a busy visit", partial(_is_pulled, FEW)),
    Case("plug-often", f"the plug is pulled {MANY} times during a busy visit", partial(_is_pulled, MANY)),
)
