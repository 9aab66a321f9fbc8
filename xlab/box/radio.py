"""Does the radio hear badges? Found out by listening for a moment, exactly as the hub does."""

import asyncio
from contextlib import aclosing, suppress
from pathlib import Path

from xlab.beacons.scanner import scan
from xlab.beacons.troubles import RUNS_ON
from xlab.box.finding import Finding
from xlab.link import RadioState

AREA = "radio"
LISTEN_SECONDS = 5.0
"""A badge sends once a second or more, and so does most of what people carry."""
KERNEL_ADAPTERS = Path("/sys/class/bluetooth")
"""Where Linux lists Bluetooth hardware, whether or not the Bluetooth service runs."""


async def check_radio(
    *, replay: str = "", adapters: Path = KERNEL_ADAPTERS, patience: float = LISTEN_SECONDS
) -> Finding:
    """Start to listen, take the first state there is, and stop. ``replay`` is the setting of that name.

    A machine without any Bluetooth hardware gets advice only: a kit may be meant to play recordings. Hardware that is
    there and cannot be used is something to mend. A radio that listens and hears nothing for ``patience`` seconds may
    be stuck, or alone: that is advice, too. Takes up to 20 s where the Bluetooth service hangs.
    """
    state, reason, alive = await _first_state(patience)
    if alive:
        return Finding(AREA, True, "Bluetooth works: the kit listens, and hears devices around it.")
    if state == "scanning":
        quiet = f"Bluetooth listens, and heard nothing for {patience:.0f} s: no badge is here, or the radio is stuck."
        return Finding(AREA, None, quiet, "Put a badge on the pad and run this again.")
    if state in ("missing", "no_bluez") and not _has_hardware(adapters):
        step = (
            "To hear real badges, plug in a Bluetooth adapter. If it is not found, install the packages dbus and bluez."
        )
        return Finding(AREA, None, f"This machine has no Bluetooth. {_instead(replay)}", step)
    wrong, _, todo = reason.partition(RUNS_ON)
    return Finding(AREA, False, wrong + _instead(replay), todo.strip())


def _instead(replay: str) -> str:
    if replay == "none":
        return "No recording is played instead, because the setting replay is none."
    return "The kit plays a recording instead, labelled RECORDED on every screen."


async def _first_state(patience: float) -> tuple[RadioState, str, bool]:
    """The first state with its reason and, once it scans, whether anything at all was heard."""
    told: asyncio.Future[tuple[RadioState, str]] = asyncio.get_running_loop().create_future()
    alive = asyncio.Event()

    def on_state(state: RadioState, reason: str) -> None:
        if not told.done():
            told.set_result((state, reason))

    async with aclosing(scan((), scanner="doctor", on_state=on_state, on_life=alive.set)) as sightings:
        listening = asyncio.ensure_future(anext(sightings))
        try:
            state, reason = await told
            if state == "scanning":
                with suppress(TimeoutError):
                    await asyncio.wait_for(alive.wait(), patience)
            return state, reason, alive.is_set()
        finally:
            listening.cancel()
            await asyncio.wait({listening})


def _has_hardware(adapters: Path) -> bool:
    try:
        return any(adapters.iterdir())
    except OSError:
        return False
