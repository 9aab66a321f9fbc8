"""Does the radio hear badges? Found out by listening for a moment, exactly as the hub does."""

import asyncio
from contextlib import aclosing, suppress
from pathlib import Path

from msgspec import structs

from xlab.beacons.scanner import scan
from xlab.beacons.troubles import RUNS_ON, kind_of
from xlab.box.finding import Finding
from xlab.link import Radio, RadioState
from xlab.look.saying import Say

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
        return Finding(AREA, True, "preflight.radio_works")
    if state == "scanning":
        return Finding(AREA, None, "preflight.radio_quiet", {"seconds": round(patience)})
    instead = Say("preflight.radio_instead_none" if replay == "none" else "preflight.radio_instead")
    if state in ("missing", "no_bluez") and not _has_hardware(adapters):
        return Finding(AREA, None, "preflight.radio_absent", {"instead": instead})
    return troubled(reason, instead)


def check_listening(radio: Radio) -> Finding:
    """How the radio is with which a hub listens already; to try it in another way would take it from the hub."""
    well: dict[str, bool | None] = {"scanning": True, "starting": None, "replaying": None}
    if radio.state == "replaying" and radio.reason:
        return structs.replace(troubled(radio.reason, Say("preflight.radio_instead")), ok=None)
    if radio.state in well:
        return Finding(AREA, well[radio.state], f"preflight.radio_{radio.state}")
    return troubled(radio.reason, Say("radio.runs_on"))


def troubled(reason: str, instead: Say) -> Finding:
    """What is wrong and what to do, of a reason as the scanner gives it; ``instead`` is said between the two."""
    known = kind_of(reason)
    if known is None:
        wrong, _, then = reason.partition(RUNS_ON)
        return Finding(AREA, False, "preflight.radio_said", {"what": wrong, "instead": instead, "todo": then})
    kind, detail = known
    what, todo = Say(f"radio.{kind}", {"detail": detail}), Say(f"radio.{kind}_todo")
    return Finding(AREA, False, "preflight.radio_said", {"what": what, "instead": instead, "todo": todo})


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
