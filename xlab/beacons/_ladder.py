"""What is done about a radio that does not hear, step by step: the table, its reasons, and the choice. Pure.

A radio gets stuck at one of four levels, and each has its cure: our scan, our connection to the Bluetooth service, the
adapter, the service. From outside they look the same, so the cheap cure is tried first and the next one if nothing
changed. The last rung is always a sentence for people.

Two things are weighed against each other. A stuck radio should hear again within 30 seconds, at whatever level it is
stuck. But a room without a single advertisement looks just like a radio that is stuck, and there a step is of no use;
so pauses grow as long as steps bring nothing, and nobody's keyboard or loudspeaker is cut off for a silence.
"""

import random
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from xlab.backoff import back_off
from xlab.beacons.troubles import Kind

Step = Literal["scan", "bus", "adapter", "service", "tell"]
"""A new scan; a new connection to the bus; the adapter off and on; a restart of the service; a sentence."""

Ailment = Literal["absent", "denied", "stopped", "refusing", "hung", "silent"]

AILMENTS: Final[dict[Kind, Ailment]] = {
    "no_bus": "absent",
    "missing": "absent",
    "unplugged": "absent",
    "off": "absent",
    "blocked": "absent",
    "refused": "denied",
    "no_bluez": "stopped",
    "restarted": "stopped",
    "stopped": "refusing",
    "busy": "refusing",
    "failed": "refusing",
    "unknown": "refusing",
    "mute": "hung",
    "silent": "silent",
}
"""For each kind of trouble, whom to treat and how."""


class Rung(msgspec.Struct, frozen=True):
    """A step, tried ``after`` so many seconds of this ailment and, if it brings nothing, again and again.

    The pause before the next time is ``first`` seconds, doubling up to ``longest``, and up to a half shorter by chance.
    """

    step: Step
    after: float
    first: float
    longest: float
    why: str


LADDER: Final[dict[Ailment, tuple[Rung, ...]]] = {
    "absent": (
        Rung("tell", 0, 1, 1, "Somebody unplugged it or switched it off, and should read so at once."),
        Rung("scan", 0.5, 1, 5, "Asking costs one small message, and whoever plugs it in again looks at the screen."),
    ),
    "denied": (
        Rung("tell", 0, 1, 1, "Only people can give a permission."),
        Rung("scan", 0.5, 1, 5, "A permission given back by BlueZ or polkit counts from the next call."),
        Rung("bus", 8, 20, 60, "The bus looks at a user's groups when a connection is made, and not again."),
    ),
    "stopped": (
        Rung("tell", 0, 1, 1, "The service is gone; a person may have stopped it."),
        Rung("scan", 0.5, 1, 5, "A service that is being restarted is back within seconds."),
        Rung("service", 10, 600, 7200, "One that crashed stays down: the system starts it for those who ask."),
    ),
    "refusing": (
        Rung("tell", 0, 1, 1, "It may pass by itself, or need a hand: the sentence says which."),
        Rung("scan", 0.5, 1, 5, "Another program may have been in the middle of something."),
        Rung("bus", 3, 20, 60, "BlueZ may still hold a scan of ours: it ends those of whoever leaves the bus."),
        Rung("adapter", 8, 120, 3600, "A start or stop that failed halfway leaves BlueZ's idea of the adapter wrong."),
        Rung("service", 15, 600, 7200, "What is wrong inside the service ends with it."),
    ),
    "hung": (
        Rung("tell", 0, 1, 1, "A service that hangs rarely comes back alone."),
        Rung("scan", 0.5, 1, 5, "A machine under load answers late, and then does."),
        Rung("bus", 3, 20, 60, "An answer that got lost blocks the whole connection that waits for it."),
        Rung("service", 8, 600, 7200, "Who does not answer cannot switch the adapter; the system can end it."),
    ),
    "silent": (
        # Some BlueZ rest for 5 s in every 15, and a badge sends once a second or more: so 8 s without a single
        # advertisement are rare where there is a badge. The room where there is none is why pauses grow.
        Rung("scan", 8, 30, 600, "A scan that BlueZ lost without a word: a new one costs a tenth of a second."),
        Rung("bus", 12, 60, 1800, "Signals that no longer reach this connection; as cheap as a new scan."),
        Rung("adapter", 16, 120, 14400, "A controller that stopped reporting starts anew with its power."),
        Rung("service", 21, 1800, 43200, "The service believes that it scans, and the kernel knows nothing of it."),
        Rung("tell", 26, 1, 1, "All was tried. Only a person can see whether there is a badge at all."),
    ),
}
"""For each ailment its rungs, the mildest first. See the top of this file for what they are weighed against."""

APART: Final[dict[Step, float]] = {"scan": 0.5, "bus": 2.0, "adapter": 60.0, "service": 300.0, "tell": 0.0}
"""Seconds between two of the same step, whatever happens: a radio that breaks anew each minute is not helped by a
service that restarts each minute."""

EFFECT: Final = 4.0
"""Seconds a step is given to end a silence: a badge sends once a second, and not every advertisement is heard."""

WELL: Final = 120.0
"""Seconds without any trouble after which pauses are short again. Something heard now and then does not count."""

DISTURBS: Final[frozenset[Step]] = frozenset({"adapter", "service"})
"""Steps that end other programs' scans and connections too: a keyboard's, a loudspeaker's."""

OTHERS: Final = 120.0
"""Seconds after which a scan of somebody else no longer holds us up. People look for devices
for a minute or so; a flag that BlueZ forgot to take back looks the same, stays, and blocks everybody (bluez #807)."""

LOOK_AGAIN: Final = 20.0
"""Seconds after which to see whether the others are done."""


class Tried(msgspec.Struct, frozen=True):
    """A step against an ailment: how often it was taken since all was well, and the time before which not again."""

    times: int
    again: float


class History(msgspec.Struct, frozen=True):
    """What was tried when: for each ailment and step, and when each step was last taken at all."""

    tried: Mapping[tuple[Ailment, Step], Tried] = {}
    last: Mapping[Step, float] = {}


class Next(msgspec.Struct, frozen=True):
    """``tell``: it is time for the sentence. ``step``: what to do now, or None for ``wait`` seconds."""

    tell: bool
    step: Step | None
    wait: float


def next_step(ailment: Ailment, since: float, history: History, now: float) -> Next:
    """What to do now about an ailment that began at ``since``: the strongest step that is due, if any."""
    tell = False
    soonest = float("inf")
    chosen: Step | None = None
    for rung in LADDER[ailment]:
        if rung.step == "tell":
            tell = now >= since + rung.after
            continue
        due = _due(ailment, rung, since, history)
        soonest = min(soonest, due)
        if due <= now:
            chosen = rung.step
    return Next(tell, chosen, 0.0 if chosen else max(0.0, soonest - now))


def _due(ailment: Ailment, rung: Rung, since: float, history: History) -> float:
    due = since + rung.after
    if (tried := history.tried.get((ailment, rung.step))) is not None:
        due = max(due, tried.again)
    if (last := history.last.get(rung.step)) is not None:
        due = max(due, last + APART[rung.step])
    if ailment == "silent" and history.last:
        due = max(due, max(history.last.values()) + EFFECT)
    return due


def taken(ailment: Ailment, step: Step, history: History, now: float, rng: random.Random) -> History:
    """The history with this step taken at ``now``. Every step ends in a new scan, so milder ones count as taken too."""
    tried, last = dict(history.tried), dict(history.last)
    for rung in LADDER[ailment]:
        if rung.step == "tell":
            continue
        times = tried[ailment, rung.step].times + 1 if (ailment, rung.step) in tried else 1
        pause = back_off(times, rng, first=rung.first, longest=rung.longest)
        tried[ailment, rung.step] = Tried(times, now + pause)
        last[rung.step] = now
        if rung.step == step:
            break
    return History(tried, last)


def well(history: History) -> History:
    """The history once all has been well for :data:`WELL` seconds: pauses are short again, :data:`APART` stays."""
    return History({}, history.last)


def put_off(ailment: Ailment, step: Step, history: History, now: float, rng: random.Random) -> History:
    """The history with this step due, but not taken because it would disturb others.

    To find that out in a silence, a healthy scan was stopped: that counts like the step itself.
    """
    if ailment == "silent":
        return taken(ailment, step, history, now, rng)
    tried = dict(history.tried)
    times = tried[ailment, step].times if (ailment, step) in tried else 0
    tried[ailment, step] = Tried(times, now + LOOK_AGAIN)
    return History(tried, history.last)


def may_disturb(ailment: Ailment, since: float, now: float, *, scanned: bool, connected: bool) -> bool:
    """Whether a step of :data:`DISTURBS` may be taken now.

    ``scanned``: somebody else scanned with the adapter before we did, and still does; ``connected``: to a keyboard or a
    loudspeaker, say. A silence is no proof of anything, so a connection is never cut for it. A radio that refuses to
    scan is of no use to the kit, and then patience ends.
    """
    patient = now < since + OTHERS
    return not (patient and (scanned or connected)) and not (connected and ailment == "silent")
