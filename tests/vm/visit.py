"""A busy visit, from outside: phones answer, a further station delivers runs; what was acknowledged is kept here.

Answers have no ids that a phone is told. But what one phone was thanked for, in its order, must be what the log has of
that voter, with nothing missing in between: :func:`missing` looks for it.
"""

import random
import threading
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from websockets.exceptions import ConnectionClosed

from deploy.vm.wire import MachineError
from tests.vm.browser import Browser
from tests.vm.kit import Kit
from tests.vm.outpost import Outpost
from xlab.events import Recorded, RunEnded, RunStarted

PHONES = 6
PAUSE = (1.2, 3.0)
"""Seconds between two answers of one phone: a person thinks, and the kit holds back who is quicker."""
RUN_EVERY = 2.0
"""Seconds between two runs that the station delivers."""
BUSY, TRIES = 503, 20
"""What a kit with a small share of a core answers now and then, and how often a facilitator tries again."""
OPTIONS = ("yes", "no", "later")
TEXT = {"en": "What shall we try first?"}
_PARAGRAPHS = ("purpose", "vision", "objective", "key_result", "promise", "rewards")
CHARTER = {
    "unit": "Logistics",
    **dict.fromkeys(_PARAGRAPHS, "To see what would help, and to say so."),
    "measures": [{"what": "Offers made", "owner": "Head of logistics", "review": "2027-01-15"}],
    "patience": "Half a year",
}


def open_visit(facilitator: Browser) -> str:
    """A visit that is open and a round that asks the room; the round's id. One that is under way goes on."""
    if facilitator.get("/api/v1/visits/now").json["visit"] is None:
        for what, wish in (
            ("plan", {"language": "en"}),
            ("charter", {"charter": CHARTER}),
            ("step", {"step": "open"}),
        ):
            _asked(facilitator, f"/api/v1/visits/{what}", wish, "/rounds")
    options = [{"id": id, "text": {"en": id}} for id in OPTIONS]
    question = {"kind": "choice", "text": TEXT, "most": 1, "options": options}
    return str(_asked(facilitator, "/api/v1/rounds/open", {"question": question, "shows": "live"}, "/rounds")["round"])


def _asked(browser: Browser, path: str, wish: object, token_from: str = "") -> Any:
    for _ in range(TRIES):
        answer = browser.post(path, wish, token_from)
        if answer.status != BUSY:
            break
        time.sleep(1.0)
    if answer.status >= 400:
        raise MachineError(f"the dashboard refuses {path}: {answer.body.decode('utf-8', 'replace')[:300]}")
    return answer.json if answer.body else None


class Busy:
    """A room full of people. A context manager; it goes on until the kit is gone or the context ends.

    ``ids`` are the events that the hub acknowledged to the station, ``said`` what each phone was thanked for in order,
    by the word that the log has for it.
    """

    def __init__(self, kit: Kit, seed: int) -> None:
        self._kit = kit
        self._chance = random.Random(seed)
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self.ids: list[str] = []
        self.said: dict[str, list[str]] = {}
        self.refused: list[str] = []

    def __enter__(self) -> "Busy":
        facilitator = self._kit.facilitator()
        self._round = open_visit(facilitator)
        phones = [self._kit.browser() for _ in range(PHONES)]
        for phone in phones:
            _asked(phone, "/api/v1/rounds/join", {})
            self.said[phone.word("voter")] = []
        outpost = Outpost(self._kit)
        jobs = [(self._answer, (phone, self._chance.random())) for phone in phones]
        self._threads = [threading.Thread(target=work, args=args, daemon=True) for work, args in jobs]
        self._threads.append(threading.Thread(target=self._deliver, args=(outpost,), daemon=True))
        for thread in self._threads:
            thread.start()
        return self

    def tap_about(self) -> None:
        """Visitors at the kit's own screen open something; whether it comes to that before the plug is out is open."""
        self._kit.tap(*self._chance.choice(((0.5, 0.45), (0.15, 0.3), (0.4, 0.3))))

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def acknowledged(self) -> int:
        """How many events the kit has thanked for."""
        return len(self.ids) + sum(map(len, self.said.values()))

    def _answer(self, phone: Browser, seed: float) -> None:
        chance, word, last = random.Random(seed), phone.word("voter"), ""
        while not self._over.wait(chance.uniform(*PAUSE)):
            value = chance.choice([option for option in OPTIONS if option != last])
            try:
                answer = phone.post(f"/api/v1/rounds/{self._round}/answer", {"value": [value]})
            except OSError:
                return  # the kit is gone, and what it did not answer it has not promised
            if answer.status < 300:
                self.said[word].append(value)
                last = value
            elif answer.status not in (429, BUSY):
                self.refused.append(answer.body.decode("utf-8", "replace")[:200])

    def _deliver(self, outpost: Outpost) -> None:
        try:
            with outpost:
                while not self._over.wait(RUN_EVERY):
                    run = uuid.uuid4().hex
                    facts = (
                        RunStarted(run=run, demo="hello", version="1.0.0", language="en"),
                        Recorded(run=run, demo="hello", values={"taps": 3}),
                        RunEnded(run=run, demo="hello", outcome="finished", seconds=20.0),
                    )
                    self.ids += outpost.deliver(facts)
        except (OSError, EOFError, ConnectionClosed):
            return


def missing(events: Iterable[Mapping[str, Any]], ids: Sequence[str], said: Mapping[str, Sequence[str]]) -> list[str]:
    """What was acknowledged and is not in the log: a sentence for each."""
    here: set[str] = set()
    answers: dict[str, list[str]] = {}
    for event in events:
        here.add(event["id"])
        if event["fact"]["type"] == "Answered":
            answers.setdefault(event["fact"]["voter"], []).append(event["fact"]["value"][0])
    lost = [f"event {id} is not in the log" for id in ids if id not in here]
    for word, values in said.items():
        logged = iter(answers.get(word, ()))
        gone = sum(value not in logged for value in values)
        if gone:
            lost.append(f"{gone} of {len(values)} answers of the phone {word} are not in the log")
    return lost
