"""The screen on which pairs are shown: two cards, a quiet third, and the rail below."""

from collections.abc import Callable

from pygame import Rect, Surface

from xlab_demo_this_or_that.cards import Face, draw_flying, draw_holes, draw_leaving, draw_waiting
from xlab_demo_this_or_that.places import voting
from xlab_demo_this_or_that.rail import Rail
from xlab_demo_this_or_that.story import Story
from xlab_demo_this_or_that.words import draw_name
from xlab_kiosk.stage import Area, Button, Pane, Role, Stage, Widget, disc, draw_text, foam


class VotingView:
    """Draws what the story shows, and hands taps to ``choose`` (0 left, 1 right), ``skip`` and ``write``."""

    def __init__(
        self,
        stage: Stage,
        story: Story,
        face: Callable[[str], Face],
        choose: Callable[[int], None],
        skip: Callable[[], None],
        write: Callable[[], None],
    ) -> None:
        theme, at = stage.theme, voting(stage.theme)
        self.stage, self.story, self.at = stage, story, at
        self.rail = Rail(theme, at.rail)
        self.told = stage.text("vote.start")
        self._face = face
        self._choose = choose
        text = stage.text
        self._skip = Button(theme, at.skip, text("vote.skip"), skip, kind="quiet", role="caption")
        self._own = Button(theme, at.own, text("vote.own"), write, kind="quiet", role="caption", icon="plus")
        self._pair: tuple[str, str] | None = None
        self._faces: tuple[Face, Face] | None = None
        self._areas: tuple[Area, Area] | None = None
        self.pane = Pane(Rect((0, 0), theme.size))

    def follow(self) -> None:
        """Another pair came, or what can be tapped is another."""
        story = self.story
        if story.pair != self._pair:
            self.pane.release()
            self._pair = story.pair
            self._faces = None
            self._areas = None
            if story.pair is not None:
                left, right = (self._face(one) for one in story.pair)
                theme = self.stage.theme
                self._faces = left, right
                self._areas = (
                    Area(theme, self.at.cards[0], left.words, lambda: self._choose(0)),
                    Area(theme, self.at.cards[1], right.words, lambda: self._choose(1)),
                )
        widgets: list[Widget] = [*(self._areas or ()), self._skip] if self._areas else []
        if not story.wrote and story.open:
            widgets.append(self._own)
        self.pane.widgets = widgets

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([self.pane.update(dt), self.rail.update(dt), self.story.moving])

    def draw(self, screen: Surface) -> None:
        """Everything on the screen."""
        stage, story, theme, at = self.stage, self.story, self.stage.theme, self.at
        screen.blit(foam(screen.get_size()), (0, 0))
        draw_text(screen, theme, stage.text("ask"), at.heading, "title", "ink", "left", "middle")
        self._progress(screen)
        role: Role = "lead" if theme.portrait else "title"
        draw_text(screen, theme, stage.text("vote.or"), at.word, role, "ink_soft", "center", "middle")
        draw_holes(screen, stage, at.cards)
        for button in (self._skip, self._own):
            if button in self.pane.widgets:
                button.draw(screen)
        flying = story.leaving and story.side is not None
        if self._faces is not None and self._areas is not None:
            if story.leaving:
                draw_leaving(screen, stage, at.cards, self._faces, story)
            else:
                for rect, face, area in zip(at.cards, self._faces, self._areas, strict=True):
                    draw_waiting(screen, stage, rect, face, story, area.pressed)
                    area.draw(screen)
        chosen = self._faces[story.side].one if flying and self._faces and story.side is not None else ""
        self.rail.draw(screen, without="" if theme.reduced_motion else chosen)
        draw_name(screen, theme, self.told, at.told, ("caption",), color="ink_soft")
        if flying and self._faces is not None and story.side is not None:
            side = story.side
            draw_flying(screen, stage, at.cards[side], self._faces[side], story, self.rail.spot(chosen))

    def _progress(self, screen: Surface) -> None:
        """One dot for each pair to go, in the middle of its place."""
        theme, story, room = self.stage.theme, self.story, self.at.progress
        goal = min(story.goal, 10)
        done = len(story.picks) - (story.goal - goal)
        gap = min(theme.px(26), room.width // max(1, goal))
        left = room.left if theme.portrait else room.centerx - gap * goal // 2
        for number in range(goal):
            centre = left + gap * number + gap // 2, room.centery
            color = theme.color("ink" if number < done else "foam_edge")
            disc(screen, centre, theme.px(8 if number < done else 6), color)
