"""The last screen: the best five, what one shares with the room, how firm it is, and what to take home."""

from collections.abc import Callable

import msgspec
from pygame import Rect, Surface

from xlab_demo_this_or_that.cards import Face
from xlab_demo_this_or_that.ladder import TIMES, TOP, Rung, best
from xlab_demo_this_or_that.objects import OWN, painting_of, spark
from xlab_demo_this_or_that.places import result
from xlab_demo_this_or_that.podium import draw_step
from xlab_demo_this_or_that.story import Story
from xlab_demo_this_or_that.words import draw_name
from xlab_kiosk.stage import (
    Button,
    Icon,
    Pane,
    Stage,
    Widget,
    cutout,
    draw_icon,
    draw_sketch,
    draw_text,
    foam,
    outlined,
)

ROWS = 211
"""Ideas in the six published exports that our scores are held to, row by row, in the kit's tests."""

ACCENT = "coral"
"""The colour of the stage ``sourcing``."""

RISE_S = 0.4
APART_S = 0.12
"""Seconds a step takes to come up, and from one to the next; the last comes first."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the last screen tells.

    ``mine`` is the visitor's own ladder, ``shared`` which of its best the others share and how many they would by
    chance (None if there are no others), ``changed`` the share of redraws with another first (None: not known yet),
    ``own`` what became of the visitor's need: ``""`` none, ``waits`` or ``shown``.
    """

    rungs: tuple[Rung, ...]
    mine: tuple[Rung, ...]
    votes: int
    people: int
    shared: tuple[frozenset[str], float] | None
    changed: float | None
    own: str


class ResultView:
    """Draws what was told it last."""

    def __init__(self, stage: Stage, story: Story, face: Callable[[str], Face], more: Callable[[], None]) -> None:
        theme, at = stage.theme, result(stage.theme)
        self.stage, self.story, self.at = stage, story, at
        self.told: Told | None = None
        self._face = face
        self._more = Button(theme, at.more, stage.text("result.more"), more, kind="quiet", role="caption")
        self._done = Button(theme, at.done, stage.text("result.done"), stage.finish, role="caption")
        self.pane = Pane(Rect((0, 0), theme.size))

    def tell(self, told: Told) -> None:
        """Show this from now on."""
        self.told = told
        self._more.kind = "main" if told.own == "shown" else "quiet"
        self._done.kind = "quiet" if told.own == "shown" else "main"
        widgets: list[Widget] = [self._more] if self.story.again else []
        self.pane.widgets = [*widgets, self._done]

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return self.pane.update(dt) or self.story.seconds <= RISE_S + 5 * APART_S

    def draw(self, screen: Surface) -> None:
        """Everything on the screen."""
        stage, at, told = self.stage, self.at, self.told
        theme, text = stage.theme, stage.text
        screen.blit(foam(screen.get_size()), (0, 0))
        self.pane.draw(screen)
        if told is None:
            return
        alone = told.people <= 1
        head = "closed" if not self.story.open else "none" if not told.votes else "alone" if alone else "room"
        draw_text(screen, theme, text(f"result.{head}"), at.heading, "lead", "ink", "left", "middle", weight=700)
        basis = "basis_alone" if alone else "basis"
        votes, people = stage.number(told.votes), stage.number(told.people)
        said = text(f"result.{basis}", votes=votes, people=people) if told.votes else ""
        draw_text(screen, theme, said, at.basis, "caption", "ink_soft", "left", "middle")
        if any(self._face(rung.id).own for rung in best(told.rungs)):
            self._marked(screen, at.seeded, text("result.seeded"))
        if told.own:
            self._marked(screen, at.own, text(f"result.{told.own}"))
        for number, rung in reversed(list(enumerate(best(told.rungs)))):
            risen = (self.story.seconds - (4 - number) * APART_S) / RISE_S
            draw_step(screen, stage, at.steps[number], rung, self._face(rung.id), number, risen)
        self._mine(screen, at.notes[0], told, alone=alone)
        self._honest(screen, at.notes[1], at.notes[2], told)
        self._business(screen, at.notes[3])

    def _marked(self, screen: Surface, room: Rect, said: str) -> None:
        """Words about what visitors brought, beside its mark."""
        theme = self.stage.theme
        sign = Rect(room.left, 0, theme.px(36), theme.px(36))
        sign.centery = room.centery
        draw_sketch(screen, spark, sign)
        words = Rect(sign.right + theme.px(10), room.top, room.right - sign.right - theme.px(10), room.height)
        draw_name(screen, theme, said, words, ("caption",), centred=False)

    def _mine(self, screen: Surface, room: Rect, told: Told, *, alone: bool) -> None:
        """One's favourites with their place in the room; who is alone sees what comes after the five."""
        stage, theme, px, text = self.stage, self.stage.theme, self.stage.theme.px, self.stage.text
        places = {rung.id: rung.place for rung in told.rungs}
        first = best(told.rungs)
        after = [rung for rung in told.rungs if rung not in first][:TOP]
        shown = [rung.id for rung in (after if alone else best(told.mine))]
        if shown:
            room = self._headed(screen, room, text("result.after" if alone else "result.yours"))
        side = min(px(52), room.width // 5 - px(4))
        for number, one in enumerate(shown):
            face = self._face(one)
            hole = Rect(room.left + number * (side + px(4)), room.top + px(2), side, side)
            cutout(screen, hole, side // 2)
            if told.shared is not None and one in told.shared[0]:
                outlined(screen, hole, side // 2, theme.color(OWN if face.own else "ink_soft"), max(2, px(3)))
            draw_sketch(screen, painting_of(one, own=face.own), hole.inflate(-side // 3, -side // 3))
            below = Rect(hole.left - px(2), hole.bottom, side + px(4), px(34))
            draw_text(screen, theme, f"{places.get(one, 0)}.", below, "caption", "ink", "center", "middle", weight=600)
        top = room.top + px(2) + side + px(34) if shown else room.top
        words = Rect(room.left, top, room.width, room.bottom - top)
        if told.shared is not None and told.mine:
            both, chance = told.shared
            of = stage.number(len(best(told.mine)))
            said = text("result.agree", count=stage.number(len(both)), of=of, chance=stage.number(chance, 1))
        else:
            said = text("result.first") if told.votes else ""
        if said:
            draw_name(screen, theme, said, words, ("caption",), centred=False, valign="top")

    def _honest(self, screen: Surface, left: Rect, right: Rect, told: Told) -> None:
        """What works today, and what not to expect."""
        stage, text = self.stage, self.stage.text
        works = text("result.works_note", rows=stage.number(ROWS))
        if told.changed is None:
            expect = text("result.expect_wait")
        else:
            expect = text("result.expect_note", times=stage.number(TIMES), percent=stage.number(100 * told.changed))
        self._said(screen, self._headed(screen, left, text("result.works"), "tick"), works)
        self._said(screen, self._headed(screen, right, text("result.expect"), "cross"), expect)

    def _business(self, screen: Surface, room: Rect) -> None:
        """What the pattern would mean where the visitor works."""
        text = self.stage.text
        rest = self._headed(screen, room, text("result.business"))
        high = rest.height // 2
        for number, key in enumerate(("post", "pairs")):
            self._said(screen, Rect(rest.left, rest.top + number * high, rest.width, high), text(f"result.{key}"))

    def _headed(self, screen: Surface, room: Rect, head: str, icon: Icon | None = None) -> Rect:
        """A heading over a note, with its icon if it has one; what is left below."""
        theme, px = self.stage.theme, self.stage.theme.px
        line = Rect(room.left, room.top, room.width, px(36))
        rest = Rect(room.left, line.bottom, room.width, room.bottom - line.bottom)
        if icon is None:
            draw_text(screen, theme, head, line, "caption", "ink_soft", "left", "middle")
            return rest
        draw_icon(screen, icon, (line.left + px(12), line.centery), px(24), theme.color(ACCENT))
        words = Rect(line.left + px(30), line.top, line.width - px(30), line.height)
        draw_text(screen, theme, head, words, "caption", ACCENT, "left", "middle", weight=600)
        return rest

    def _said(self, screen: Surface, room: Rect, said: str) -> None:
        draw_name(screen, self.stage.theme, said, room, ("caption",), centred=False, valign="top")
