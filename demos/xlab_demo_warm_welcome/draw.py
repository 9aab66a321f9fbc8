"""How each scene looks. Nothing here changes anything: it draws a story as it stands."""

from pygame import Rect, Surface

from xlab_demo_warm_welcome.known import Known, clock, unbroken
from xlab_demo_warm_welcome.objects import draw_next, draw_pad, pad_light
from xlab_demo_warm_welcome.places import Places, places
from xlab_demo_warm_welcome.result import Result
from xlab_demo_warm_welcome.story import SETTLE_S, Story
from xlab_kiosk.stage import Align, Badge, Line, Stage, cutout, draw_badge, draw_lines, ease_out, foam, glow

SHOWN = (("fox", "amber"), ("owl", "sky"), ("hare", "coral"), ("whale", "leaf"))
"""Badges that show, one after the other, what to do with one."""

ROUND_S = 4.6
"""One showing: the badge slides in, lies on the pad, fades."""


class Picture:
    """Draws the scenes of one story on one stage."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self.stage = stage
        self.theme = stage.theme
        self.story = story
        self.at: Places = places(stage.theme)
        self.known = Known(stage, story)
        self.result = Result(stage, story)
        self._warm_up()

    def draw(self, screen: Surface, t: float, badge_at: Rect) -> None:
        """The scene after ``t`` seconds of play, the visitor's badge being at ``badge_at``."""
        screen.blit(foam(screen.get_size()), (0, 0))
        alpha = round(255 * ease_out(self.story.seconds / SETTLE_S))
        badge = self.story.badge
        if badge is None:
            self._waiting(screen, t)
            return
        match self.story.scene:
            case "greeting":
                self._greeting(screen, badge_at, badge, alpha)
            case "knowing" | "erasing":
                self.known.draw(screen, badge_at, badge, alpha)
            case "result":
                self.result.draw(screen, badge_at, badge, alpha)
        if self.story.queue and self.story.scene in ("knowing", "result"):
            place = self.at.next_result if self.story.scene == "result" else self.at.next_known
            words = self.stage.text("next.word")
            draw_next(screen, self.theme, place, self.story.queue, words, ready=self.story.may_go_on)

    def _warm_up(self) -> None:
        """Large cut-outs take a while to make and are kept; making them at the start keeps every frame short."""
        scrap = Surface(self.stage.size)
        for hole in (self.at.badge_known, self.at.badge_result):
            cutout(scrap, hole, hole.width // 2)

    def waits(self, t: float) -> tuple[float, ...]:
        """All that moves by itself while the pad waits; a picture is due when it changes."""
        if self.story.hovering:
            return (pad_light(t, 0.0),)
        away, landed, visible = self._show_how(t)
        return pad_light(t, landed), round(away, 3), round(visible, 2), t // ROUND_S

    def _waiting(self, screen: Surface, t: float) -> None:
        hovering = self.story.hovering
        draw_pad(screen, self.theme, self.at.pad, t, lit=0.0 if hovering else self._show_how(t)[1])
        text = self.stage.text
        lines = [Line(text("wait.closer" if hovering else "wait.title"), "title")]
        if hovering:
            beside = self.at.badge_pad.move(self.at.pad.width * 6 // 10, 0).clamp(self.at.whole)
            draw_badge(screen, beside.center, beside.width, hovering.animal, hovering.accent)
        else:
            self._draw_showing(screen, t)
            lines += [Line(text("wait.see"), "body", "ink", 4, 400), Line(text("wait.hint"), "body", "ink_soft", 2)]
        draw_lines(screen, self.theme, lines, self.at.wait_words, align="center")

    def _show_how(self, t: float) -> tuple[float, float, float]:
        """Of the showing badge at ``t``, each 0..1: its way left to the pad, the pad's answer, how visible it is."""
        into = t % ROUND_S
        arrived = ease_out(into / 0.9)
        leaving = min(1.0, max(0.0, (into - ROUND_S + 1.0) / 0.5))
        landed = ease_out((into - 0.7) / 0.4) * (1 - leaving)
        return 1 - arrived, landed, min(1.0, into / 0.25) * (1 - leaving)

    def _draw_showing(self, screen: Surface, t: float) -> None:
        away, _, visible = self._show_how(t)
        animal, accent = SHOWN[int(t / ROUND_S) % len(SHOWN)]
        pad = self.at.pad
        if self.theme.reduced_motion:
            away = 0.0
        place = pad.centerx + away * pad.width * 0.9, pad.centery + away * pad.width * 0.25
        draw_badge(screen, place, self.at.badge_pad.width, animal, accent, alpha=round(255 * visible))

    def _greeting(self, screen: Surface, badge_at: Rect, badge: Badge, alpha: int) -> None:
        light = self.at.badge_hello
        glow(screen, light.center, light.width * 7 // 10, self.theme.color(badge.accent), 0.3 * alpha / 255)
        draw_badge(screen, badge_at.center, badge_at.width, badge.animal, badge.accent)
        text, here = self.stage.text, self.story.here_since
        if here is None or self.story.first_time:
            below = text("hello.new")
        elif here.place:
            below = text("hello.since_at", place=unbroken(here.place), time=clock(here.since))
        else:
            below = text("hello.since", time=clock(here.since))
        # Beside a picture words begin at the left; below it they are centred.
        side: Align = "center" if self.theme.portrait else "left"
        lines = [
            Line(text("hello.title", animal=text(f"animal.{badge.animal}")), "title"),
            Line(below, "lead", "ink_soft", 16, 400),
        ]
        draw_lines(screen, self.theme, lines, self.at.hello_words, align=side, alpha=alpha)
