"""One hostile demo after the other in one kiosk, an ordinary demo after each, and what there is to tell of it."""

import time
from contextlib import suppress

import msgspec

from tests.hostile.kiosk import BADGE, MIDDLE, HostileKiosk
from tests.hostile.trials import Trial
from tests.waiting import PATIENCE

NEXT = "try-moving"
"""The demo that follows each hostile one; it moves on every update and is as busy as a demo is."""

PLAYED = (1.0, 4.0, 12.0)
"""Seconds it is played for: half of the first pass before it is in full motion, and more on a busy machine."""

LONGEST_FAULT = PATIENCE
"""Seconds until a demo that should have failed counts as one that goes on."""

ENDING = PATIENCE
"""Seconds after which what is more than before has been left behind."""

SETTLED = 2.0
"""Seconds after which a demo that goes on has done its worst."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of one trial. ``card``: seconds from the visitor's last touch to the card. ``home``: seconds from the
    order to leave until the attract screen is up, which is how fast the shell answers beside a demo that goes on.

    ``pace`` is the next demo's pictures a second; ``grown`` the bytes by which the kiosk's memory grew.
    """

    trial: Trial
    sees: str
    card: float | None
    home: float
    detail: str
    managed: str | None
    pace: float
    left: list[str]
    grown: int
    picture: bytes


def play_next(kiosk: HostileKiosk) -> float:
    """Play the ordinary demo for a while, as the next visitor does; its pictures a second."""
    for played in PLAYED:
        kiosk.open(NEXT)
        kiosk.rest(played)
        kiosk.go_home()
        kiosk.quiet()
        if pace := kiosk.pace(NEXT):
            return pace
    return 0.0


def warm_up(kiosk: HostileKiosk) -> float:
    """Have the kiosk do all that it does the first time only: fail once, sound once. The ordinary demo's pace."""
    kiosk.offer("try-keeping", "try-crash-update", NEXT)
    kiosk.open("try-crash-update")
    kiosk.until(lambda: kiosk.ended, "the end of a demo that fails")
    kiosk.open("try-keeping")
    kiosk.rest(1.0)
    kiosk.tap(MIDDLE)
    kiosk.until(lambda: kiosk.ended, "the end of a demo that sounds")
    kiosk.go_home()
    kiosk.quiet()
    return play_next(kiosk)


def besiege(kiosk: HostileKiosk, trial: Trial) -> Outcome:
    """Offer a hostile demo, play it, look at what the visitor sees, and play the next."""
    kiosk.offer(trial.demo, NEXT, build=trial.build)
    kiosk.quiet()
    before = kiosk.census()
    sees, card = ("nothing", None) if trial.sees == "nothing" else _played(kiosk, trial)
    if trial.managed is not None:
        with suppress(AssertionError):  # it may have said nothing at all
            kiosk.until(lambda: kiosk.records, "what it managed", timeout=LONGEST_FAULT)
    picture = (kiosk.resting_picture() if sees == "card" else kiosk.next_picture()).tobytes()
    managed = " ".join(str(record.get("managed")) for record in kiosk.records) if kiosk.records else None
    detail = kiosk.ended.detail if kiosk.ended is not None else ""
    kiosk.lay_badge()
    left = time.monotonic()
    kiosk.go_home()
    home = time.monotonic() - left
    kiosk.quiet()
    pace = play_next(kiosk)
    # What ends in the background may still be ending; what is still there after a while stays.
    after, deadline = kiosk.census(), time.monotonic() + ENDING
    while after.left(before) and time.monotonic() < deadline:
        kiosk.rest(0.1)
        after = kiosk.census()
    return Outcome(
        trial=trial,
        sees=sees,
        card=card,
        home=home,
        detail=detail,
        managed=managed,
        pace=pace,
        left=after.left(before),
        grown=after.memory - before.memory,
        picture=picture,
    )


def _played(kiosk: HostileKiosk, trial: Trial) -> tuple[str, float | None]:
    touched = kiosk.open(trial.demo)
    if trial.does != "waits":
        kiosk.rest(1.0)  # so that it has started
        touched = kiosk.lay_badge(BADGE) if trial.does == "lays a badge" else kiosk.tap(MIDDLE)
    limit = LONGEST_FAULT if trial.sees == "card" else SETTLED
    try:
        shown = kiosk.until(lambda: not kiosk.shows("playing", trial.demo), "trouble", timeout=limit)
    except AssertionError:
        return "demo", None
    assert kiosk.status is not None
    screen = kiosk.status.screen
    kiosk.until(lambda: kiosk.ended, "the end of the run")
    return ("card" if screen == "trouble" else screen), shown - touched
