"""The first screen: one card after the other, and beside it the map on which each answer moves one."""

from collections.abc import Callable
from functools import partial
from typing import Final

from pygame import Rect, Surface

from xlab_demo_common_ground.cards import CardStack, one_role
from xlab_demo_common_ground.places import Places
from xlab_demo_common_ground.round import Round
from xlab_demo_common_ground.seamap import SeaMap
from xlab_demo_common_ground.story import Story, Vote
from xlab_demo_common_ground.tags import draw_tag
from xlab_kiosk.stage import Button, Icon, Line, Pane, QRCode, Stage, Touch, disc, draw_lines, foam, page

ANSWERS: Final[tuple[tuple[Vote, str, Icon], ...]] = (
    (-1, "vote.disagree", "cross"),
    (0, "vote.pass", "right"),
    (1, "vote.agree", "tick"),
)


class VotingView:
    """Draws it and hears its fingers; ``on_vote`` is called with what was answered."""

    def __init__(self, stage: Stage, story: Story, asked: Round, at: Places, on_vote: Callable[[Vote], None]) -> None:
        self.stage, self.story, self.round, self.at = stage, story, asked, at
        self.theme = stage.theme
        self.beside = at.one_code
        self.map = SeaMap(stage.theme, self.beside.map, stage.text("map.you"))
        self.stack = CardStack(stage.theme, at.card, on_vote)
        self.stack.role = one_role(stage.theme, tuple(asked.words.values()), self.stack.face)
        self.buttons = {
            vote: Button(stage.theme, rect, stage.text(key), partial(on_vote, vote), icon=icon, kind="quiet")
            for rect, (vote, key, icon) in zip(at.answers, ANSWERS, strict=True)
        }
        self.pane = Pane(page(stage.theme, 0), [self.stack, *self.buttons.values()])
        self._code: QRCode | None = None

    def follow(self, *, at_once: bool = False) -> None:
        """Show the room and the card as they are now."""
        self._invite()
        story, view = self.story, self.round.shown(self.story)
        self.map.sketch = view == "example"
        self.map.show(self.round.sight(view), at_once=at_once)
        self.stack.deal(self.round.words.get(story.card or "", ""), max(0, story.left - 1))

    def _invite(self) -> None:
        """Have the code for phones that there is now; where there are two to scan, the map makes way."""
        url = self.round.url
        if (self._code.data if self._code else "") == url:
            return
        self._code = code = QRCode(self.theme, Rect(0, 0, 0, 0), url) if url else None
        beside = self.at.two_codes if code is not None and code.count > 1 else self.at.one_code
        if beside != self.beside:
            self.beside, self.map = beside, SeaMap(self.theme, beside.map, self.stage.text("map.you"))
        if code is not None:
            room = beside.join
            code.rect = Rect(room.left, room.top, room.width * 2 // 3, room.height)
            code.rect.width = code.paper.width

    def leave(self, vote: Vote) -> None:
        """The card was answered and goes."""
        self.stack.send(vote)
        self.follow()

    def touch(self, touch: Touch) -> None:
        """Cards and buttons hear it."""
        self.stack.enabled = self.story.ready and self.story.card is not None
        self.pane.touch(touch)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([self.map.update(dt), self.pane.update(dt)])

    def draw(self, screen: Surface) -> None:
        """The cards at one side, the map at the other."""
        screen.blit(foam(screen.get_size()), (0, 0))
        self.map.draw(screen)
        view = self.round.shown(self.story)
        theme, text, corner = self.theme, self.stage.text, self.map.rect.move(self.theme.px(16), self.theme.px(16))
        words = text("map.example") if view == "example" else text("map.here", count=self.round.sight("here").people)
        draw_tag(
            screen, theme, corner.topleft, words, "amber" if view == "example" else "ink", self.map.rect.width * 3 // 4
        )
        self._draw_pips(screen)
        self._draw_join(screen)
        self.pane.draw(screen)

    def _draw_pips(self, screen: Surface) -> None:
        """One's own progress to the map: a row of dots."""
        theme, rect = self.theme, self.at.pips
        count = min(self.story.goal, max(1, len(self.story.items)))
        step = min(theme.px(34), rect.width // count)
        for number in range(count):
            done = number < len(self.story.mine)
            place = rect.left + step * number + theme.px(10), rect.centery
            disc(screen, place, theme.px(9 if done else 6), theme.color("ink" if done else "ink_faint"))

    def _draw_join(self, screen: Surface) -> None:
        """What one's answers do, and how others join."""
        rect, text = self.beside.join, self.stage.text
        left = rect.left
        lines = [Line(text("vote.moves"), "body")]
        if self._code is not None:
            self._code.draw(screen)
            left = self._code.paper.right + self.theme.px(20)
            lines.append(Line(text("vote.phone"), "caption", "ink_soft", 4))
        draw_lines(screen, self.theme, lines, Rect(left, rect.top, rect.right - left, rect.height))
