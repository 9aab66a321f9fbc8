"""The demos of a kit that has none: what the IT page asks of a hub, held in plain attributes."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from xlab.catalogue.manifest import Manifest
from xlab.dashboard.ports.demos import (
    AtStation,
    Choice,
    DemoNow,
    DemosNow,
    DemosRefused,
    Offer,
    Rating,
    RefusedKey,
    Report,
    RunLine,
)
from xlab.link import DemoHere

WALL = 1_800_000_000.0


def manifest(demo: str, title: str, uses: Sequence[str] = ("touch",), stage: str = "use", **more: object) -> Manifest:
    """What a demo says of itself."""
    return msgspec.convert(
        {
            "api": 1,
            "id": demo,
            "version": "1.0.0",
            "entry": "demo:Demo",
            "title": {"en": title},
            "summary": {"en": "Touch it and see what happens"},
            "engagement": {"question": {"en": "What is it worth?"}, "pattern": "trial", "stages": [stage]},
            "uses": list(uses),
            **more,
        },
        Manifest,
    )


def at(demo: str, *stations: str, shown: bool = True, **more: object) -> tuple[AtStation, ...]:
    """A demo at these stations (id and name in one, as ``st-1 Window``)."""
    return tuple(
        AtStation(
            station=one.split()[0],
            name=one.partition(" ")[2],
            shown=shown,
            here=msgspec.convert({"demo": demo, "door": "shelf", "status": "ready", **more}, DemoHere),
        )
        for one in stations
    )


PRESS = DemoNow(
    demo="pattern-press",
    standing="on",
    door="shelf",
    manifest=manifest("pattern-press", "Pattern Press", ("touch", "sound"), "design", version="1.2.0"),
    digest="3fa2" * 16,
    before="1.1.0",
    signer="Studio Nord",
    rating=Rating(stars=4, reasons=("The text “more” is 21 px high at 720 lines; make it at least 24 px.",)),
    runs=42,
    failures=1,
    last=(
        RunLine(run="run-9", station="st-1", outcome="finished", wall=WALL, seconds=84.0),
        RunLine(
            run="run-8",
            station="st-1",
            outcome="crashed",
            wall=WALL - 400,
            seconds=12.0,
            detail="ZeroDivisionError: division by zero",
            report=True,
        ),
    ),
    stations=at("pattern-press", "st-1 Station 1", version="1.2.0"),
)

DROPPED = DemoNow(
    demo="night-shift",
    standing="waiting",
    door="dropped",
    reason="Nobody has approved these files yet.",
    manifest=manifest("night-shift", "Night Shift", ("touch", "camera", "network"), "make"),
    digest="9c01" * 16,
)

SICK = DemoNow(
    demo="shelf-life",
    standing="quarantined",
    door="installed",
    reason="It failed 3 times in a row.",
    manifest=manifest("shelf-life", "Shelf Life", ("touch", "beacons", "phones"), "sell"),
    rating=Rating(stars=5),
    runs=9,
    failures=3,
    stations=at("shelf-life", "st-1 Station 1", shown=False, held="It failed 3 times in a row."),
)

OFFER = Offer(
    id="o1",
    file="water-path-2.0.0.xlabdemo",
    source="stick",
    seal="ab12" * 16,
    manifest=manifest("water-path", "Water Path", ("touch", "camera", "network"), "sourcing", version="2.0.0"),
    uses=("touch", "camera", "network"),
    requires=("numpy>=2", "shapely"),
    verdict="unknown",
    signer="5e0c 77aa",
)

REPORT = Report(
    run="run-8",
    station="st-1",
    version="1.2.0",
    outcome="crashed",
    wall=WALL,
    detail="ZeroDivisionError: division by zero",
    text='Traceback (most recent call last):\n  File "press.py", line 41, in update\nZeroDivisionError\n',
    picture=b"\xff\xd8a picture",
)

EVERYTHING = DemosNow(
    demos=(PRESS, DROPPED, SICK),
    offers=(OFFER,),
    stations=(
        Choice(station="st-1", name="Station 1", here=True),
        Choice(
            station="st-2",
            name="Window",
            here=True,
            demos=("pattern-press",),
            sandbox="Demos there can read what the kit's user can read: install bubblewrap.",
        ),
    ),
)


class FakeLibrary:
    """Implements :class:`xlab.dashboard.ports.demos.Library`; ``refusal`` is why it refuses every change."""

    def __init__(self) -> None:
        self.shown = DemosNow()
        self.asked: list[tuple[object, ...]] = []
        self.refusal = ""
        self.refusal_key: RefusedKey = ""
        self.taken: list[tuple[str, bytes]] = []
        self.answer = OFFER
        self.reports = {REPORT.run: REPORT}

    def now(self) -> DemosNow:
        return self.shown

    def change(self, demo: str, **fields: object) -> None:
        """Show a demo differently from now on."""
        demos = [msgspec.structs.replace(one, **fields) if one.demo == demo else one for one in self.shown.demos]
        self.shown = msgspec.structs.replace(self.shown, demos=tuple(demos))

    def switch(self, demo: str, on: bool) -> None:
        self._ask("switch", demo, on)
        self.change(demo, standing="on" if on else "off")

    def order(self, demos: Sequence[str]) -> None:
        self._ask("order", *demos)
        ordered = sorted(self.shown.demos, key=lambda one: list(demos).index(one.demo))
        self.shown = msgspec.structs.replace(self.shown, demos=tuple(ordered))

    def choose(self, station: str, demos: Sequence[str] | None) -> None:
        self._ask("choose", station, demos)

    def approve(self, demo: str, digest: str) -> None:
        self._ask("approve", demo, digest)
        self.change(demo, standing="on")

    def refuse(self, demo: str, digest: str) -> None:
        self._ask("refuse", demo, digest)
        self.change(demo, standing="waiting")

    def release(self, demo: str) -> None:
        self._ask("release", demo)
        self.change(demo, standing="on")

    def take_in(self, file: Path, name: str) -> Offer:
        self._ask("take_in", name)
        self.taken.append((name, file.read_bytes()))
        if not self.answer.problem:
            self.shown = msgspec.structs.replace(self.shown, offers=(self.answer,))
        return self.answer

    def accept(self, offer: str, seal: str) -> None:
        self._ask("accept", offer, seal)
        self.shown = msgspec.structs.replace(self.shown, offers=())

    def decline(self, offer: str) -> None:
        self._ask("decline", offer)
        self.shown = msgspec.structs.replace(self.shown, offers=())

    def rollback(self, demo: str) -> None:
        self._ask("rollback", demo)

    def remove(self, demo: str) -> None:
        self._ask("remove", demo)
        rest = tuple(one for one in self.shown.demos if one.demo != demo)
        self.shown = msgspec.structs.replace(self.shown, demos=rest)

    def check(self, demo: str) -> None:
        self._ask("check", demo)
        self.change(demo, checking=True)

    def report(self, run: str) -> Report | None:
        return self.reports.get(run)

    def _ask(self, *asked: object) -> None:
        if self.refusal:
            raise DemosRefused(self.refusal, self.refusal_key)
        self.asked.append(asked)
