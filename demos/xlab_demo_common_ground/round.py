"""The round that the demo asks of the room: its statements, who answered what, and the two rooms to look at."""

from xlab.methods.opinion_groups import Statement, Voter
from xlab_demo_common_ground.example import example_room
from xlab_demo_common_ground.lot import Lots
from xlab_demo_common_ground.opinions import FEWEST, Room, Sight
from xlab_demo_common_ground.story import Story, View, Vote
from xlab_kiosk.stage import Asked, Idea, Stage

CROWD, SELDOM_S, OFTEN_S = 100, 1.0, 0.1
"""People from whom on a room is analysed once a second only: that many change little by one answer."""

LOTS_OF = 100
"""People who may be shuffled in the time that there is for one picture."""


class Round:
    """Keeps the real room and the made-up one apart, and each as it is now."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.base = stage.keys("statements")
        self.asked: Asked | None = None
        """The round; open from the first update on, as the picture in the menu asks nobody anything."""
        self.lots = Lots()
        self.rooms: dict[View, Room] = {"here": Room(), "example": Room()}
        self.words: dict[str, str] = {key: stage.text(key) for key in self.base}
        self.answered: dict[str, int] = {}
        """How many people answered each statement."""
        self._view: View = "example"
        self._waited = SELDOM_S
        self._known: tuple[object, ...] = ()
        self._changed = True
        self._mine: dict[str, int] = {}

    @property
    def items(self) -> tuple[str, ...]:
        """The statements, those of the facilitator first, then those that visitors added."""
        return (*self.base, *(idea.id for idea in self.ideas))

    @property
    def ideas(self) -> tuple[Idea, ...]:
        """What visitors added and the facilitator let through."""
        return self.asked.ideas if self.asked is not None else ()

    @property
    def url(self) -> str:
        """Where phones join; empty while none can."""
        return self.asked.url if self.asked is not None else ""

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.asked is None or self.asked.open

    def answer(self, item: str, vote: Vote, story: Story) -> None:
        """Who sits here answered; seen at once."""
        if self.asked is not None:
            self.asked.answer(vote, item)
        self.follow(story)

    def add(self, words: str) -> bool:
        """A statement of who sits here goes to the facilitator; False if the round was closed by then."""
        return self.asked is not None and self.asked.idea(words)

    def changed(self) -> None:
        """Somebody answered."""
        self._changed = True

    def sight(self, view: View) -> Sight:
        """A room as it is now."""
        return self.rooms[view].sight

    def shown(self, story: Story) -> View:
        """The room to look at: what the visitor chose, else as :meth:`turn` found."""
        return story.view or self._view

    def turn(self, story: Story) -> None:
        """Turn to the real room as soon as anybody else is in it. Not while one looks: see :meth:`follow`."""
        others = self.sight("here").people - (1 if story.mine else 0)
        self._view = "here" if others > 0 else "example"

    @property
    def enough(self) -> bool:
        """Whether the real room has islands."""
        return len(self.sight("here").groups) >= FEWEST

    def update(self, dt: float, story: Story, *, at_rest: bool) -> bool:
        """``dt`` seconds passed; True if there is something new to see. Lots are drawn while nothing moves."""
        if self.asked is None:
            self.asked = self.stage.ask(
                kind="statements", text="ask.title", options=self.base, ideas=True, shows="live", lasts=True
            )
        self._waited += dt
        now = (self.is_open, self.url, self.ideas)
        if now != self._known:
            self._known, self._changed = now, True
        often = SELDOM_S if self.sight("here").people > CROWD else OFTEN_S
        if self._changed and self._waited >= often:
            self.follow(story)
            return True
        # A small room is shuffled quickly, a large one takes one lot a picture.
        lots = max(1, min(4, LOTS_OF // max(1, self.sight("here").people)))
        return at_rest and any([self.lots.step() for _ in range(lots)])

    def follow(self, story: Story) -> None:
        """Bring both rooms up to the answers there are."""
        self._changed, self._waited = False, 0.0
        self.words |= {idea.id: idea.text for idea in self.ideas}
        self.answered = dict.fromkeys(self.items, 0)
        votes: dict[tuple[Voter, Statement], int] = {}
        for one in self.asked.answers if self.asked is not None else ():
            if one.item in self.answered and isinstance(one.value, int):
                votes[one.voter, one.item] = one.value
                self.answered[one.item] += 1
        self.lots.room(self.rooms["here"].follow(votes))
        if not self.sight("example").people or story.mine != self._mine:
            self._mine = dict(story.mine)
            self.rooms["example"].follow(example_room(self.base, story.mine))
        if not story.mine or self.enough:
            self.turn(story)
        story.room(self.items, self.answered, is_open=self.is_open)
