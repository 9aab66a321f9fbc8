"""A room of 500 phones: arriving, and how soon each answer is on the card and on every phone's page.

Promised: p95 of answer to feed under 150 ms, hub under 200 MB, no answer lost or doubled, a facilitator's page within
100 ms. An answer is on a feed with the first count that its place in the log is part of. "At its sender" is the feed of
the phone that answered, "everywhere" the last of all the feeds.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.running import RunningKit
from xlab.events import Answered
from xlab.store import SqliteLog

PHONES = 500
ARRIVING = 5.0
"""Seconds within which the room opens the page."""

MEASURED = (("all within 30 seconds", 30.0), *[("all within one second", 1.0)] * 3, ("all in the same instant", 0.0))
"""How a room answers. A question that a facilitator reads out is answered like the first."""

PAGES = ("/rounds", "/visit")
EVERY = 0.2
"""Seconds between two pages of the facilitator."""

OPTIONS = [{"id": one, "text": {"en": one.upper()}} for one in "abc"]
QUESTION = {"kind": "choice", "text": {"en": "Which?"}, "options": OPTIONS}


class Facilitator:
    """Signed in; asks rounds, and looks at pages meanwhile."""

    def __init__(self, kit: RunningKit) -> None:
        self._token = re.search(r'csrf[^>]*(?:value|content)="([^"]+)"', kit.get("/rounds"))
        jars = [jar for handler in kit._opener.handlers if (jar := getattr(handler, "cookiejar", None)) is not None]
        self._cookies = "; ".join(f"{one.name}={one.value}" for jar in jars for one in jar)
        self._there = http.client.HTTPConnection("127.0.0.1", kit.port, timeout=30)
        self._over = threading.Event()
        self.times: list[float] = []

    def ask(self, path: str, wish: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token[1] if self._token else ""}
        return json.loads(self._request("POST", path, json.dumps(wish), headers))

    @contextmanager
    def looking(self) -> Iterator[None]:
        self.times, self._over = [], threading.Event()
        looks = threading.Thread(target=self._look)
        looks.start()
        try:
            yield
        finally:
            self._over.set()
            looks.join()

    def _look(self) -> None:
        number = 0
        while not self._over.wait(EVERY):
            began = time.monotonic()
            self._request("GET", PAGES[number % len(PAGES)])
            self.times.append(time.monotonic() - began)
            number += 1

    def _request(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> bytes:
        self._there.request(method, path, body, {"Cookie": self._cookies, **(headers or {})})
        answer = self._there.getresponse()
        said = answer.read()
        assert answer.status == 200, (path, answer.status, said[:200])
        return said


class Room:
    """The phones, in a process of their own."""

    def __init__(self, port: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.crowd", str(port), str(PHONES)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Room":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def order(self, **order: object) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def play(kit: RunningKit) -> list[tuple[str, str, dict[str, Any]]]:
    """Let the room arrive and answer; for each round how, its id, and what the phones say."""
    hub = psutil.Process(kit.process.process.pid)
    facilitator = Facilitator(kit)
    played = []
    with Room(kit.port) as room:
        with facilitator.looking(), worked(hub) as work:
            arrived = room.order(do="arrive", within=ARRIVING)
        print(
            f"{PHONES} phones arrive within {ARRIVING:g} s: {arrived['requests']} requests, {arrived['errors']} errors"
        )
        print(f"  {shares(work, arrived)}")
        print(f"  page to joined: {told(arrived['took'])}")
        print(f"  facilitator's pages meanwhile: {told(facilitator.times)}")
        for name, within in MEASURED:
            round_id = facilitator.ask("/api/v1/rounds/open", {"question": QUESTION, "shows": "live"})["round"]
            time.sleep(1)
            with facilitator.looking(), worked(hub) as work:
                said = room.order(do="answer", round=round_id, within=within)
            memory = hub.memory_full_info()
            lines = [
                shares(work, said),
                f"hub: {memory.pss / 1e6:.0f} MB (PSS), {memory.rss / 1e6:.0f} MB (RSS)",
                f"facilitator's pages meanwhile: {told(facilitator.times)}",
            ]
            played.append((name, round_id, said | {"lines": lines}))
    return played


@contextmanager
def worked(hub: psutil.Process) -> Iterator[dict[str, float]]:
    """The processor time of the hub and of everything on the machine meanwhile, in seconds."""
    before, work = (sum(hub.cpu_times()[:2]), busy()), {"hub": 0.0, "all": 0.0}
    yield work
    work["hub"], work["all"] = sum(hub.cpu_times()[:2]) - before[0], busy() - before[1]


def busy() -> float:
    """Seconds of all processors that were not idle."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - times.iowait - getattr(times, "guest", 0.0)


def shares(work: dict[str, float], said: dict[str, Any]) -> str:
    took, others = said["seconds"], work["all"] - work["hub"] - said["cpu"]
    used = f"the hub used {work['hub'] / took:.0%} of a processor, the phones {said['cpu'] / took:.0%}"
    return f"{took:.2f} s; {used}, all else on this machine {others / took:.0%}"


def tell(name: str, round_id: str, said: dict[str, Any], log: Sequence[Answered]) -> None:
    phones = said["phones"]
    places = {fact.voter: number for number, fact in enumerate(log, start=1)}
    counts = Counter(fact.voter for fact in log)
    acknowledged = {one["word"] for one in phones if one["status"] == 204}
    print(f"{PHONES} answers, {name}: {sum(one['status'] != 204 for one in phones)} refused, ", end="")
    print(f"{len(acknowledged - set(places))} lost, {sum(count > 1 for count in counts.values())} doubled, ", end="")
    print(f"{said['lost']} feeds broken, {said['again']} connections opened again")
    firsts = [arrivals(one["seen"], len(phones)) for one in phones]
    own = [firsts[n][places[one["word"]]] - one["sent"] for n, one in enumerate(phones)]
    everywhere = [max(first[places[one["word"]]] for first in firsts) - one["sent"] for one in phones]
    states = statistics.mean(len(one["seen"]) for one in phones)
    print(f"  answer to card: {told([one['acknowledged'] - one['sent'] for one in phones])}")
    print(f"  answer to its sender's feed: {told(own)}")
    print(f"  answer to every feed: {told(everywhere)}")
    print(f"  {states:.0f} states on each feed, {said['bytes'] / len(phones) / 1e3:.1f} kB")
    for line in said["lines"]:
        print(f"  {line}")


def arrivals(seen: Sequence[tuple[float, int]], most: int) -> list[float]:
    """When each number of answers was counted on one feed; the first is nobody's."""
    times = [0.0]
    for at, count in seen:
        times += [at] * (count + 1 - len(times))
    return times + [float("inf")] * (most + 1 - len(times))


def told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return (
        f"median {statistics.median(ordered) * 1e3:.0f} ms, p95 {p95 * 1e3:.0f} ms, at most {ordered[-1] * 1e3:.0f} ms"
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="xlab-bench-") as folder:
        home = Path(folder)
        with RunningKit("--replay", "none", part="hub", home=home) as kit:
            kit.sign_in()
            played = play(kit)
        log = SqliteLog.open(home / "events.db")
        facts = [event.fact for event in log.read(0, 10**7, (Answered,))]
        log.close()
    for name, round_id, said in played:
        tell(name, round_id, said, [fact for fact in facts if isinstance(fact, Answered) and fact.round == round_id])
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
