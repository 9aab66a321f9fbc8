"""The report of a full day: 500 phones that answered 10 statements, from the log to page, PDF and data.

Promised: ready within 10 s of closing. First the library alone, then a hub on which a facilitator closes the visit, and
that is killed while it makes the report.
"""

import json
import random
import signal
import tempfile
import time
import urllib.error
from pathlib import Path

import psutil

from tests.report.made_up import MANIFESTS, START, VISIT, Story, told
from tests.running import PIN, RunningKit
from xlab.events import Answered, Draft, RoundClosed, RoundOpened
from xlab.events.rounds import Option, Question
from xlab.report import build, render
from xlab.store import SqliteLog

PHONES = 500
STATEMENTS = 10


GIVE_UP = 120.0
"""Seconds after which nobody waits any more."""


def main() -> None:
    """Tell a visit, build its report and make its documents; then the same on a hub."""
    story = _full()
    _library(story)
    story.events.pop()  # there, the facilitator's closing ends the round
    with tempfile.TemporaryDirectory() as folder:
        _on_a_hub(story, Path(folder))


def _full() -> Story:
    rng = random.Random(1)
    story = told(people=60)
    options = tuple(Option(id=f"s{n}", text={"en": f"Statement number {n} of this round"}) for n in range(STATEMENTS))
    question = Question(kind="statements", text={"en": "How do we see it?"}, options=options)
    story.events.pop()  # the visit is not closed yet
    story.tell(RoundOpened(round="full", question=question, shows="on_close"))
    for phone in range(PHONES):
        for number in range(STATEMENTS):
            value = rng.choices((1, 0, -1), (7, 1, 2) if (phone + number) % 2 else (2, 1, 7))[0]
            story.tell(Answered(round="full", voter=f"voter-{phone}", item=f"s{number}", value=value))
    story.tell(RoundClosed(round="full"))
    return story


def _library(story: Story) -> None:
    began, worked = time.perf_counter(), time.process_time()
    report = build(story.events, story.visit(), MANIFESTS, START)
    built, used = time.perf_counter() - began, time.process_time() - worked
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        rendered = render(report, Path(folder))
        made = time.perf_counter() - began
        sizes = ", ".join(f"{name} {path.stat().st_size // 1000} kB" for name, path in rendered.files.items())
    print(f"  {len(story.events)} events; built in {built:.1f} s ({used:.1f} s of work), documents in {made:.1f} s")
    print(f"  closing to ready: {built + made:.1f} s (promised: 10 s)   {rendered.problem or sizes}")


def _on_a_hub(story: Story, home: Path) -> None:
    log = SqliteLog.open(home / "events.db")
    log.append([Draft(**{name: getattr(event, name) for name in Draft.__struct_fields__}) for event in story.events])
    log.close()
    with RunningKit("--replay", "none", part="hub", home=home) as kit:
        kit.sign_in()
        kit.post("/visit/step", page="/visit", step="close")
        hub = psutil.Process(kit.process.process.pid)
        read, ready, slowest = _watch(kit)
        memory = hub.memory_info().rss / 1e6
        print(f"  on a hub, closing to readable: {read:.1f} s, to ready: {ready:.1f} s (promised: 10 s)")
        print(
            f"  meanwhile the slowest of the facilitator's pages took {slowest:.2f} s; hub {memory:.0f} MB afterwards"
        )
        kit.post("/visit/step", page="/visit", step="reopen")
        kit.post("/visit/step", page="/visit", step="close")
        kit.process.stop(signal.SIGKILL)
    with RunningKit("--replay", "none", part="hub", home=home) as kit:
        kit.post("/sign-in", pin=PIN)
        read, ready, _ = _watch(kit)
        print(f"  killed while it was made; from the next hub's start to ready: {ready:.1f} s")


def _watch(kit: RunningKit) -> tuple[float, float, float]:
    """Seconds until the report can be read, until all of it is ready, and of the slowest page meanwhile."""
    began, read, slowest = time.monotonic(), 0.0, 0.0
    while (passed := time.monotonic() - began) < GIVE_UP:
        asked = time.monotonic()
        kit.get("/visit")
        slowest = max(slowest, time.monotonic() - asked)
        try:
            here = json.loads(kit.get(f"/api/v1/visits/{VISIT}/report"))
        except urllib.error.HTTPError:
            continue  # the next hub has not come to it yet
        read = read or (passed if here["report"] else 0.0)
        if here["paper"]["state"] != "making":
            assert here["paper"]["state"] == "ready" and not here["paper"]["problem"], here["paper"]
            return read, time.monotonic() - began, slowest
        time.sleep(0.1)
    raise AssertionError(f"No report was there after {GIVE_UP:.0f} s.")


if __name__ == "__main__":
    main()
