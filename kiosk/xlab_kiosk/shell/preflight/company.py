"""The steps for what a station has around it: its demos, and the badges it hears."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from xlab.link import BadgeHere, Check, Room
from xlab_kiosk.shell.preflight.doing import Doing, with_
from xlab_kiosk.shell.preflight.seen import Seen
from xlab_kiosk.shell.preflight.trials import Trials

HEARS: Final = frozenset({"scanning", "starting"})
"""States of the kit's radio in which a badge may be heard."""

MOST_FACES: Final = 6


class Opening(Doing):
    """Every demo opened once. The trials go on while other steps are up; here they are seen."""

    step = "demos"

    def __init__(self, trials: Trials, titles: Mapping[str, str]) -> None:
        """``titles`` of the demos, by their ids, in the language of the station."""
        super().__init__()
        self._trials, self._titles = trials, titles

    def tick(self, now: float) -> None:
        """Once all are through, that is what was found."""
        if not self._trials.over:
            return
        failed = self._trials.failed()
        if failed:
            found = [
                self._check(False, f"opened_{state}", demo=self._titles.get(demo, demo)[:80])
                for demo, state in failed.items()
            ]
        elif self._trials.states:
            found = [self._check(True, "opened_all", count=len(self._trials.states))]
        else:
            found = [self._check(False, "opened_none")]
        self._find(now, *found[:20])

    @property
    def busy(self) -> bool:
        """Until all are through."""
        return not self._trials.over

    def look(self, seen: Seen) -> Seen:
        """How it stands with each."""
        named = (msgspec.structs.replace(one, title=self._titles.get(one.demo, "")) for one in self._trials.all)
        return with_(seen, trials=tuple(named))


class Hearing(Doing):
    """A badge is laid on the pad, if one is at hand."""

    step = "badges"
    read = 2.2

    def __init__(self, here: Callable[[], tuple[BadgeHere, ...]], room: Callable[[], Room | None]) -> None:
        """``here`` are the badges at this station, ``room`` what the hub told last; None while it is away."""
        super().__init__()
        self._here, self._room = here, room
        self._heard: tuple[BadgeHere, ...] = ()

    def tick(self, now: float) -> None:
        """Who is here."""
        room = self._room()
        self._heard = tuple(badge for badge in self._here() if badge.source != "simulated")
        live = [badge for badge in self._heard if badge.source == "live"]
        stays = self.found and self.found[0].ok is True
        if stays:
            return
        said = self._said(room, len(live))
        if said is None:
            self.found = ()
        elif not self.found or self.found[0] != said:
            self.found = ()
            self._find(now, said)

    def look(self, seen: Seen) -> Seen:
        """Their faces."""
        return with_(seen, badges=tuple(badge.face for badge in self._heard[:MOST_FACES]))

    def _said(self, room: Room | None, live: int) -> Check | None:
        if room is None:
            return self._check(False, "heard_alone")
        if live:
            return self._check(True, "heard_badges" if live > 1 else "heard_badge", count=live)
        if self._heard or room.radio.state == "replaying":
            return self._check(None, "heard_recorded")
        return self._check(False, "heard_off") if room.radio.state not in HEARS else None
