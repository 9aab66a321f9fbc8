"""Signing off a visit while no hub runs: what the hub does, by the same parts."""

from pathlib import Path
from typing import Final

import msgspec

from xlab.beacons.shelf import Shelf
from xlab.events import Source, VisitClosed
from xlab.hub.carrying import CarryError, known_visits
from xlab.hub.held import Held
from xlab.hub.papers import Papers
from xlab.hub.purging import Purging
from xlab.store import EventLog, StoreError, stamp
from xlab.workshop.visit import VisitNow

_MAY: Final = ("open", "closed")


async def sign_off(home: Path, log: EventLog, kit_name: str, visit: str) -> VisitNow:
    """Close a visit if it is open, keep what its report says, and delete its raw data everywhere the kit can reach.

    Raises :class:`xlab.hub.carrying.CarryError`; then it can be done again.
    """
    now = known_visits(log).get(visit)
    if now is None:
        raise CarryError(f"This kit knows no visit {visit}. See them with: xlab visit list")
    if now.state not in _MAY:
        state = "is signed off already" if now.state == "signed_off" else "was never opened"
        raise CarryError(f"The visit {visit} {state}, so there is nothing to delete.")
    shelf = Shelf(home / "recordings")

    def drop(of: str) -> int:
        return sum(shelf.delete(name) for name in shelf.of(of))

    source: Source = "simulated" if now.practice else "live"
    papers = Papers(home, log, lambda key: known_visits(log).get(key or ""), lambda: None)
    try:
        if now.state == "open":
            log.append([stamp(VisitClosed(), visit=visit, source=source)])
        await papers.keep(known_visits(log)[visit])
        fact = await Purging(home, log, drop, Held(home, log, kit_name).cleanse).purge(now)
        log.append([stamp(fact, visit=visit, source=source)])
    except (StoreError, OSError) as error:
        raise CarryError(f"The visit was not signed off: {error}") from error
    finally:
        await papers.close()
    over = known_visits(log).get(visit)
    return over if over is not None else msgspec.structs.replace(now, state="signed_off", purged=fact.purged)
