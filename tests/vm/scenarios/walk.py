"""One scanner's share of a recorded walk, through kernel, BlueZ and bleak: does it add up as a replay does?"""

import gzip
import json
import time
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from tests.vm.kit import Kit
from tests.vm.results import Result

DATA = Path(__file__).parents[2] / "data" / "beacons"
FILE = "/tmp/walk.jsonl"
STATION = "st-1"
"""What the hub inside calls itself; the replayed lines get its name, so that the events can be the same."""
WITHIN = 1.0
"""Seconds that two events may lie apart."""
STALL = 0.15
"""Seconds by which the controller may play an advertisement late. More, and a busy host has held up the whole machine:
what was played is then not what was recorded. On a quiet host it was 0.015."""
TRIES = 3
GONE_SECONDS = 90.0
"""By then the badge has left, whatever the timeout."""


class Walk(msgspec.Struct, frozen=True):
    """Plays the lines of one ``scanner`` of a ``recording``."""

    name: str
    recording: str
    scanner: str

    def run(self, kit: Kit) -> Result:
        """Play it into the air of a fresh hub and compare; again, if the machine stood still meanwhile and it shows."""
        for count in range(1, TRIES + 1):
            result = self._once(kit)
            result.figures["tries"] = count
            if not result.wrong or result.figures["played_late_s"] <= STALL:
                break
            kit.say(f"  {self.name}: {result.wrong}; the host stalled the machine, so it is played again")
        return result

    def _once(self, kit: Kit) -> Result:
        kit.radio.start()
        kit.radio.air("set", badges=False)
        lines = self._lines()
        kit.machine.put(FILE, "".join(json.dumps(line) + "\n" for line in lines))
        time.sleep(1.0)
        played = kit.radio.air("play", timeout=lines[-1]["t"] + 60.0, file=FILE)
        beacon = f"{lines[0]['uuid']}/{lines[0]['major']}/{lines[0]['minor']}"
        began: float = played["began"]
        kit.wait("The badge leaves", lambda: self._gone(self._live(kit, beacon, began)), GONE_SECONDS)
        live = self._live(kit, beacon, began)
        said = kit.command("beacons", "replay", FILE, "--json").output
        replayed = [json.loads(line) for line in said.splitlines()]
        kit.radio.air("set", badges=True)
        largest = difference(live, replayed)
        figures: dict[str, Any] = {
            "largest_difference_s": largest,
            "advertisements": played["sent"],
            "lost_while_not_scanning": played["lost"],
            "played_late_s": round(played["late"], 3),
            "live": [told(event) for event in live],
            "replayed": [told(event) for event in replayed],
        }
        text = side_by_side(figures["live"], figures["replayed"]) + f"\nLargest difference: {largest} s"
        what = f"{self.recording}, {self.scanner}: {len(lines)} advertisements played by the controller"
        wrong = "the events are not the same" if largest is None else "" if largest <= WITHIN else f"{largest} s apart"
        return Result(self.name, what, wrong, figures, text)

    def _lines(self) -> list[dict[str, Any]]:
        with gzip.open(DATA / f"{self.recording}.sightings.jsonl.gz", "rt") as file:
            lines = [json.loads(line) for line in file]
        return [line | {"scanner": STATION} for line in lines if line["scanner"] == self.scanner]

    def _gone(self, events: list[dict[str, Any]]) -> bool:
        return bool(events) and events[-1]["kind"] == "left"

    def _live(self, kit: Kit, beacon: str, began: float) -> list[dict[str, Any]]:
        """What the hub noted of the beacon, on the recording's time line."""
        return [
            {
                "t": round(event["mono"] - began, 2),
                "kind": event["fact"]["kind"],
                "station": event["station"],
                "proximity": event["fact"]["proximity"],
            }
            for event in kit.events(began)
            if event["fact"]["type"] == "PresenceChanged" and event["fact"]["beacon"] == beacon
        ]


def told(event: dict[str, Any]) -> str:
    """An event in a line."""
    return f"{event['t']:7.2f} {event['kind']:7} {event['station'] or '-':5} {event['proximity']}"


def side_by_side(live: list[str], replayed: list[str]) -> str:
    """Both lists, a pair in each line."""
    pairs = zip_longest(["live, through the kernel", *live], ["replayed", *replayed], fillvalue="-")
    return "\n".join(f"  {one:34}  {other}" for one, other in pairs)


def difference(live: list[dict[str, Any]], replayed: list[dict[str, Any]]) -> float | None:
    """Seconds between the two events of a pair that lie farthest apart; None if the events are not the same."""
    kinds = [[(event["kind"], event["station"], event["proximity"]) for event in events] for events in (live, replayed)]
    if kinds[0] != kinds[1] or not live:
        return None
    largest: float = max(round(abs(float(one["t"]) - other["t"]), 2) for one, other in zip(live, replayed, strict=True))
    return largest


# A radio loses an advertisement now and then, and BlueZ begins its scan anew every ten seconds. What is compared is the
# way through the kernel, so these are walks that hardly turn on a single advertisement: left out or counted twice, it
# changes nothing in the second; in the first 4 of 113 do when left out. (Walk 4 as sensor20 heard it turns on 6 of 48:
# it came out 0.3 s apart once and 1.5 s another time, just where one of those six puts it.)
SCENARIOS = (
    Walk("walk-1", "walk-straight_01-4", "sensor10"),
    Walk("walk-2", "walk-straight_02-4", "sensor40"),
)
