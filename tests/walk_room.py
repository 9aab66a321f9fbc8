"""People with phones for the walk through the stations: they join what a station asks, and answer as camps do."""

import http.cookiejar
import json
import random
import urllib.request
from itertools import combinations
from typing import Any

from tests.running import RunningKit
from tests.waiting import until

CAMPS = 3
SURE = 0.85
"""How often somebody answers as the camp does."""


def asked(kit: RunningKit) -> dict[str, Any]:
    """The newest round that phones can answer, as their feed tells it first of all."""

    def look() -> dict[str, Any] | None:
        with urllib.request.urlopen(f"{kit.url}/join/live", timeout=30) as told:
            rounds = next(json.loads(line[6:]) for line in told if line.startswith(b"data: "))
        return next((one for one in rounds if one["open"]), None)

    found: dict[str, Any] = until(look, "the station asked nothing")
    return found


def answer(kit: RunningKit, people: int) -> None:
    """So many phones join and answer all that is asked: three camps, each of one mind but for a few."""
    question = asked(kit)
    chance = random.Random(4)
    items = [option["id"] for option in question["question"]["options"]]
    minds = [{item: chance.choice((1, 1, -1)) for item in items} for _ in range(CAMPS)]
    for mind in minds:
        mind[items[0]] = 1  # something that all of them agree on
    for person in range(people):
        phone = Phone(kit)
        mind = minds[person % CAMPS]
        if question["question"]["kind"] == "pair":
            for one, other in chance.sample(list(combinations(sorted(items), 2)), 8):
                better = one if items.index(one) < items.index(other) or chance.random() > SURE else other
                phone.post(f"{question['round']}/answer", {"item": f"{one}|{other}", "value": better})
            continue
        for item in items:
            said = mind[item] if chance.random() < SURE else chance.choice((-1, 0, 1))
            phone.post(f"{question['round']}/answer", {"item": item, "value": said})


class Phone:
    """One of them."""

    def __init__(self, kit: RunningKit) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        self._url = f"{kit.url}/api/v1/rounds"
        self.post("join", {})

    def post(self, path: str, wish: dict[str, Any]) -> None:
        """Do this; errors raise."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._url}/{path}", json.dumps(wish).encode(), headers)
        self._opener.open(request, timeout=30).close()
