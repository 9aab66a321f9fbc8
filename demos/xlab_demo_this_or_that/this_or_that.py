"""This or That: one tap a pair, and a room has a ranking, with needs in it that nobody had seeded."""

import pygame

from xlab_demo_this_or_that.attract import draw_still_life
from xlab_demo_this_or_that.cards import Face
from xlab_demo_this_or_that.ladder import BETWEEN, Redraw, Rung, Vote, best, ladder, shared, votes_of
from xlab_demo_this_or_that.outcome import ResultView, Told
from xlab_demo_this_or_that.story import LEAVE_S, Scene, Story
from xlab_demo_this_or_that.voting import VotingView
from xlab_demo_this_or_that.writing import WritingView
from xlab_kiosk.stage import Asked, Demo, Stage, Touch

LISTEN_S = 0.3
"""Seconds between two looks at what phones said: a room that taps all at once is drawn once."""

NEW_S = 1.5
"""What is there when a run begins is no news; the kit tells of it within so many seconds."""

DRAWS = 4
"""Redraws of the votes in one update: all are there after a second, and no picture waits for them."""

HERE = 0
"""The voter at this screen; phones, and who sat here before, count from 1."""


class ThisOrThat(Demo):
    """Brings the round, the story and its screens together."""

    def start(self, stage: Stage) -> None:
        """Shows the first pair; the room is asked as soon as time passes, for a picture in the menu asks nobody."""
        self.stage = stage
        self.asked: Asked | None = None
        self.order = list(stage.keys("needs"))
        # Equals stand in an order drawn by lot, not in the one they were written in.
        stage.random.shuffle(self.order)
        self.ideas: dict[str, str] = {}
        self.story = Story(stage.random)
        self.scene: Scene = "voting"
        self.votes: tuple[Vote, ...] = ()
        self.rungs: tuple[Rung, ...] = ()
        self.firm: Redraw | None = None
        self.recorded = False
        self.t = 0.0
        self._wait = 0.0
        self.voting = VotingView(stage, self.story, self._face, self._choose, self._skip, self._write)
        self.writing: WritingView | None = None
        self.result = ResultView(stage, self.story, self._face, self._more)
        self._listen()

    def touch(self, touch: Touch) -> None:
        """The screen that is shown hears it."""
        if touch.phase == "down" and not self.story.ready:
            return
        match self.story.scene:
            case "voting":
                self.voting.pane.touch(touch)
            case "writing" if self.writing is not None:
                self.writing.pane.touch(touch)
            case "result":
                self.result.pane.touch(touch)
        self._follow()

    def update(self, dt: float) -> None:
        """The story, what phones said, everything that moves."""
        self._round()
        self.t += dt
        self._wait += dt
        before = self.story.pair, self.story.scene
        self.story.update(dt)
        if self._wait >= LISTEN_S:
            self._listen()
        self._follow()
        due = before != (self.story.pair, self.story.scene)
        match self.story.scene:
            case "voting":
                due = self.voting.update(dt) or due
            case "writing" if self.writing is not None:
                due = self.writing.update(dt, self._round().url) or due
            case "result":
                due = self._redraw() or due
                due = self.result.update(dt) or due
        if due:
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        """The screen of this scene."""
        match self.story.scene:
            case "voting":
                self.voting.draw(screen)
            case "writing" if self.writing is not None:
                self.writing.draw(screen)
            case _:
                self.result.draw(screen)

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """The picture in the menu."""
        draw_still_life(screen, self.stage.theme, t)

    def _round(self) -> Asked:
        """The round, which outlives this run; it is opened when it is first needed."""
        if self.asked is None:
            keys = self.stage.keys("needs")
            self.asked = self.stage.ask(kind="pair", text="ask", options=keys, ideas=True, shows="live", lasts=True)
            self._listen()
        return self.asked

    def _face(self, one: str) -> Face:
        own = one in self.ideas
        return Face(one, self.ideas[one] if own else self.stage.text(one), own=own)

    def _choose(self, side: int) -> None:
        meant = self.story.pair
        self._listen()
        # One of the two may have been parked a moment ago: the tap was not for what took its place.
        pick = self.story.choose(side) if self.story.pair == meant else None
        if pick is None:
            return
        self.stage.sound("knock")
        if self._round().answer(pick[0], BETWEEN.join(sorted(pick))):
            before = self.order.index(pick[0])
            self._listen()
            self.voting.told = self._said(pick[0], up=self.order.index(pick[0]) < before)
            self.voting.rail.light(pick[0])
            self.voting.rail.hold(LEAVE_S)

    def _said(self, one: str, *, up: bool) -> str:
        """What a tap did to the need that was chosen."""
        places = {rung.id: rung.place for rung in self.rungs}
        text, need, place = self.stage.text, self._face(one).words, places[one]
        if list(places.values()).count(place) > 1:
            return text("vote.shares", need=need, place=place)
        return text("vote.up", need=need, place=place) if up else text("vote.stays", need=need, place=place)

    def _skip(self) -> None:
        self.story.skip()

    def _write(self) -> None:
        self.story.write()

    def _written(self, text: str) -> None:
        self.story.written(text)
        if self.story.wrote:
            self._round().idea(self.story.wrote)
            self.stage.sound("idea")

    def _more(self) -> None:
        self.story.more()

    def _listen(self) -> None:
        """Look at the round again: what can be compared, what was said of it, whether it is open."""
        self._wait = 0.0
        asked = self.asked
        still_open = asked is None or asked.open
        ideas = {idea.id: idea.text for idea in asked.ideas} if asked is not None else {}
        for one in (one for one in ideas if one not in self.ideas):
            self.order.insert(self.stage.random.randrange(len(self.order) + 1), one)
            if self.t >= NEW_S:
                self.voting.told = self.stage.text("vote.new", need=ideas[one])
                self.voting.rail.light(one)
                self.stage.sound("idea")
        changed = ideas != self.ideas
        self.order = [one for one in self.order if one in ideas or one not in self.ideas]
        self.ideas = ideas
        votes = votes_of(asked.answers if asked is not None else (), self.order)
        if changed or votes != self.votes or still_open != self.story.open or not self.rungs:
            self.votes = votes
            self.rungs = ladder(votes, self.order)
            # Whom nothing tells apart stays where it was: nothing moves without a reason.
            self.order = [rung.id for rung in self.rungs]
            self.voting.rail.follow(self.rungs, self.ideas)
            if self.story.scene == "result":
                self._tell(anew=True)
            self.stage.redraw()
        self.story.hear(self.order, votes, still_open=still_open)

    def _follow(self) -> None:
        """Bring what is shown up to the story."""
        self.voting.follow()
        if self.story.scene == self.scene:
            return
        self.scene = self.story.scene
        if self.scene == "writing":
            enough = len(self.story.picks) >= self.story.goal
            self.writing = WritingView(
                self.stage, self._round().url, "write.skip" if enough else "write.back", self._written
            )
        elif self.scene == "result":
            self._record()
            self._tell(anew=True)
            self.stage.sound("done")
        self.stage.redraw()

    def _redraw(self) -> bool:
        """A few more redraws of the votes; True if that tells something new."""
        if self.firm is None or self.firm.done:
            return False
        self.firm.step(DRAWS)
        if self.firm.done:
            self._tell()
        return self.firm.done

    def _tell(self, *, anew: bool = False) -> None:
        """Have the last screen tell what is known now."""
        if anew:
            first = best(self.rungs, 1)
            self.firm = Redraw(self.votes, first[0].id, self.stage.random) if first else None
        mine = self._mine()
        own = ""
        if self.story.wrote:
            own = "shown" if self.story.wrote in {" ".join(text.split()) for text in self.ideas.values()} else "waits"
        self.result.tell(
            Told(
                rungs=self.rungs,
                mine=mine,
                votes=len(self.votes),
                people=len({vote.voter for vote in self.votes}),
                shared=self._shared(mine),
                changed=self.firm.changed if self.firm is not None else None,
                own=own,
            )
        )

    def _mine(self) -> tuple[Rung, ...]:
        """The visitor's own order of what they met."""
        votes = [vote for vote in self.votes if vote.voter == HERE]
        met = {one for vote in votes for one in (vote.winner, vote.loser)}
        return ladder(votes, [one for one in self.order if one in met])

    def _shared(self, mine: tuple[Rung, ...]) -> tuple[frozenset[str], float] | None:
        others = [vote for vote in self.votes if vote.voter != HERE]
        return shared(mine, ladder(others, self.order)) if others and best(mine) else None

    def _record(self) -> None:
        """What this visitor did is evidence, once; who did nothing leaves none."""
        if self.recorded or not (self.story.picks or self.story.wrote):
            return
        self.recorded = True
        values: dict[str, bool | int] = {"pairs": len(self.story.picks), "idea": bool(self.story.wrote)}
        both = self._shared(self._mine())
        if both is not None:
            values["shared"] = len(both[0])
        self.stage.record(None, **values)
