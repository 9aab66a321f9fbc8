"""A log of rounds told by hand: each fact becomes the next event of its kit."""

from collections import Counter

from xlab.events import Event, Fact
from xlab.events.rounds import Option, Question
from xlab.workshop.rounds import Rounds

CHOICE = Question(
    kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"}))
)
STATEMENTS = Question(kind="statements", text={"en": "Agree?"}, options=(Option(id="a", text={"en": "A"}),), ideas=True)
TEXT = Question(kind="text", text={"en": "Why?"})


class Told:
    """Events as a log numbers them; ``rounds`` is what they add up to."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.rounds = Rounds()
        self._numbers: Counter[str] = Counter()

    def tell(self, fact: Fact, *, station: str | None = None, kit: str = "kit") -> Event:
        self._numbers[kit] += 1
        seq = self._numbers[kit]
        event = Event(id=f"{kit}-{seq}", wall=0.0, boot="boot", mono=0.0, fact=fact, station=station, kit=kit, seq=seq)
        self.events.append(event)
        self.rounds.apply(event)
        return event


def folded(events: list[Event]) -> Rounds:
    """What these events add up to, in this order."""
    rounds = Rounds()
    for event in events:
        rounds.apply(event)
    return rounds


def state(rounds: Rounds) -> dict[str, object]:
    """All there is to see of them, hidden or not, in no order that depends on when which kit was heard."""
    return {
        one.id: (one.now(), one.now("st-1"), one.open, one.voters, tuple(one.ideas.values()))
        for one in sorted(rounds, key=lambda one: one.id)
    }
