"""A visitor at a real window: attract, menu, a demo, the end by idling; and what becomes of a kiosk without its hub.

Places to tap are those of a 1280x720 panel. What a tap led to is read from the kit, not from the picture; pictures are
kept in ``tests/pictures`` for people to look at.
"""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import TypeVar

import psutil
import pytest

from tests.menu import place_of
from tests.running import RunningKit
from tests.screen import Screen
from tests.waiting import until

T = TypeVar("T")

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
MIDDLE = (0.5, 0.5)
HOME = (0.034, 0.06)
SIMULATED_BADGE = (0.68, 0.06)
FORGET = (0.74, 0.88)


@pytest.fixture
def screen():
    with Screen() as made:
        yield made


def station(kit: RunningKit, state: str, demo: str | None = None) -> None:
    kit.wait(lambda health: [(one["state"], one["demo"]) for one in health["stations"]] == [(state, demo)])


def shows(kit: RunningKit, state: str, demo: str | None = None) -> bool:
    return [(one["state"], one["demo"]) for one in kit.health()["stations"]] == [(state, demo)]


def kept(kit: RunningKit, kind: str) -> bool:
    """Whether the kiosk has a fact of this kind for a hub that is away."""
    with closing(sqlite3.connect(f"file:{kit.home}/outbox.db?mode=ro", uri=True)) as outbox:
        return any(f'"{kind}"'.encode() in body for (body,) in outbox.execute("SELECT body FROM drafts"))


def lead(screen: Screen, place: tuple[float, float], there: Callable[[], bool]) -> None:
    """Tap there until it led where it should; a menu that has just come up, or a busy screen, takes no tap."""

    def led() -> bool:
        screen.tap(*place)
        looks = (time.sleep(0.1) or there() for _ in range(30))
        return any(looks)

    until(led, f"nothing came of a tap at {place}")


def facts(kit: RunningKit, kind: str, until: int):
    """Events of one kind from the live feed, from the first event on, until there are so many."""
    found = []
    for _, event, _, data in kit.live(after=0):
        if event == "event" and data["fact"]["type"] == kind:
            found.append(data)
            if len(found) >= until:
                return found
    raise AssertionError("The feed ended.")


def tap_until(screen: Screen, place: tuple[float, float], done: Callable[[], T]) -> T:
    """Tap there, again every two seconds as people do whose screen is slow, until ``done`` returns."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(done)
        for _ in range(20):
            screen.tap(*place)
            with suppress(TimeoutError):
                return waiting.result(timeout=2.0)
        return waiting.result(timeout=0)


def runners(kit: RunningKit) -> list[str]:
    """The processes that demos live in, by how they were started."""
    commands = []
    for child in psutil.Process(kit.process.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            commands.append(" ".join(child.cmdline()))
    return [command for command in commands if "host.runner" in command]


def test_a_visit_from_the_first_touch_to_the_idle_reset(screen):
    with RunningKit("--size", "1280x720", env=NO_BUS | screen.env | {"XLAB_IDLE_SECONDS": "20"}) as kit:
        kit.sign_in()
        station(kit, "attract")
        screen.keep("window-1-attract")
        screen.tap(*MIDDLE)
        station(kit, "menu")
        screen.settle()
        screen.keep("window-2-menu")
        lead(screen, place_of("warm-welcome"), lambda: shows(kit, "playing", "warm-welcome"))
        screen.settle()
        screen.keep("window-3-warm-welcome")
        screen.tap(*SIMULATED_BADGE)
        (entered, *_) = facts(kit, "PresenceChanged", 1)
        while entered["source"] != "simulated":
            entered = next(d for _, e, _, d in kit.live(after=entered["seq"]) if e == "event" and "kind" in d["fact"])
        assert (entered["station"], entered["fact"]["proximity"]) == ("st-1", "touch")
        screen.settle()
        screen.keep("window-4-greeting")
        screen.tap(*MIDDLE)  # who has read the greeting may go on at once
        screen.settle()
        screen.keep("window-5-known")
        recorded = tap_until(screen, FORGET, lambda: facts(kit, "Recorded", 1)[0])
        assert recorded["fact"]["values"]["erased"] is True
        assert recorded["source"] == "simulated"
        screen.settle(timeout=4.0)
        screen.keep("window-6-forgotten")
        # Nobody touches any more: it asks, then it starts over.
        station(kit, "attract")
        (ended,) = facts(kit, "RunEnded", 1)
        assert ended["fact"]["outcome"] in ("idle", "finished")
        screen.keep("window-7-attract-again")


def test_the_home_button_leaves_a_demo_at_once_and_nothing_of_it_stays(screen):
    with RunningKit("--size", "1280x720", env=NO_BUS | screen.env) as kit:
        station(kit, "attract")
        screen.tap(*MIDDLE)
        station(kit, "menu")
        screen.settle()
        lead(screen, place_of("warm-welcome"), lambda: shows(kit, "playing", "warm-welcome"))
        lead(screen, HOME, lambda: shows(kit, "menu") or shows(kit, "attract"))
        # The pictures of demos are drawn by such processes too, one after another, and each ends by itself.
        until(lambda: not runners(kit), lambda: runners(kit))


def test_the_kiosk_goes_on_without_its_hub_and_hands_over_what_it_kept(screen):
    with RunningKit("--size", "1280x720", env=NO_BUS | screen.env) as kit:
        kit.sign_in()
        station(kit, "attract")
        hub = next(child for child in psutil.Process(kit.process.process.pid).children() if "hub" in child.cmdline())
        os.kill(hub.pid, signal.SIGSTOP)
        screen.tap(*MIDDLE)
        screen.settle()
        lead(screen, place_of("warm-welcome"), lambda: kept(kit, "RunStarted"))
        screen.settle(timeout=4.0)
        screen.keep("window-8-without-hub")
        lead(screen, HOME, lambda: kept(kit, "RunEnded"))
        os.kill(hub.pid, signal.SIGKILL)
        # It comes back by itself, and gets every run that was played meanwhile.
        (started,) = facts(kit, "RunStarted", 1)
        (ended,) = facts(kit, "RunEnded", 1)
        assert started["fact"]["demo"] == "warm-welcome"
        assert ended["fact"]["outcome"] == "home"
