"""How each scene looks. Nothing here changes anything: it draws a story as it stands."""

from math import floor

from pygame import Rect, Surface

from xlab_demo_follow_the_material.choosing import draw_choosing, figures
from xlab_demo_follow_the_material.places import Places, places
from xlab_demo_follow_the_material.result import draw_result
from xlab_demo_follow_the_material.story import SETTLE_S, Story
from xlab_demo_follow_the_material.things import (
    ACCENT,
    Still,
    draw_pad,
    draw_sample,
    draw_stop,
    draw_unread,
    inside,
    paint_way,
)
from xlab_demo_follow_the_material.thread import draw_leg
from xlab_demo_follow_the_material.trace import Pad
from xlab_kiosk.stage import (
    Icon,
    Line,
    Stage,
    between,
    breathe,
    columns,
    cutout,
    draw_block,
    draw_icon,
    draw_lines,
    ease_out,
    foam,
    glow,
    layout,
    outlined,
)

SHOW_S = 5.0
"""One showing of what to do: a shirt goes to the pad, lies there, and goes back."""


class Picture:
    """Draws the scenes of one story on one stage."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self.stage = stage
        self.theme = stage.theme
        self.story = story
        self.at: Places = places(stage.theme)
        self.pads: tuple[Pad, ...] = ()
        """Other pads of the room that a tag passed before this one."""
        self._still = Still(stage.size)

    def draw(self, screen: Surface, t: float, things: tuple[Rect, Rect, Rect], pressed: tuple[float, ...]) -> None:
        """The scene after ``t`` seconds of play; ``things`` are both samples and the pad, where they are by now.

        ``pressed`` is how far a finger presses each of the two ways.
        """
        samples, pad = things[:2], things[2]
        alpha = round(255 * ease_out(self.story.seconds / SETTLE_S))
        match self.story.scene:
            case "waiting":
                self._waiting(screen, t, samples, pad)
            case "telling":
                self._telling(screen, t, samples, pad, alpha)
            case "choosing":
                draw_choosing(screen, self.stage, self.story, samples, pressed, self._still, alpha)
            case "result":
                draw_result(screen, self.stage, self.story, self.pads, samples, self._still, alpha)

    def _waiting(self, screen: Surface, t: float, samples: tuple[Rect, Rect], pad: Rect) -> None:
        theme, text = self.theme, self.stage.text

        def paint(surface: Surface) -> None:
            surface.blit(foam(surface.get_size()), (0, 0))
            for rect in self.at.wait_samples:
                cutout(surface, rect, theme.radius("cutout") * 2)

        self._still.show(screen, "waiting", paint)
        away = 0.0 if theme.reduced_motion else self._showing(t)
        draw_pad(screen, theme, pad, t, away)
        draw_sample(screen, theme, inside(samples[1]), 1, None)
        target = pad.inflate(-pad.width // 3, -pad.width // 3)
        draw_sample(screen, theme, between(inside(samples[0]), target, away), 0, None)
        lines = [
            Line(text("wait.title"), "title"),
            Line(text("wait.hint"), "body", "ink_soft", 10),
        ]
        draw_lines(screen, theme, lines, self.at.wait_words, align="center")

    @staticmethod
    def _showing(t: float) -> float:
        """How far the shown shirt is on its way to the pad, 0..1."""
        into = t % SHOW_S
        return ease_out((into - 0.9) / 0.8) * (1 - ease_out((into - 3.4) / 0.8))

    def _telling(self, screen: Surface, t: float, samples: tuple[Rect, Rect], pad: Rect, alpha: int) -> None:
        story, theme, at = self.story, self.theme, self.at
        reached = story.reached[story.shown] or 0.0
        come = floor(reached)
        new = story.since_stop < SETTLE_S  # the newest stop is still coming up
        self._still.show(screen, (story.shown, come, new), lambda surface: self._paint_way(surface, come, new))
        if not story.told:
            draw_leg(screen, theme, at.spread, story.way, come, reached - come)
        hole, reading = at.spread.holes[come], story.way.readings[come]
        if reached > come:  # the thread begins below its stop
            draw_stop(screen, theme, hole, reading)
        elif new:
            draw_stop(screen, theme, hole, reading, max(0.02, story.since_stop / SETTLE_S))
        self._stop_words(screen, come, alpha)
        self._say(screen, alpha)
        self._figures(screen, reached, alpha)
        reading_now = story.lying is not None and not story.told and not story.dark
        draw_pad(screen, theme, pad, t, 1.0 if reading_now else 0.0)
        for sample, rect in enumerate(samples):
            place = inside(rect)
            if self._calls(sample):
                place.move_ip(0, -round(theme.px(10) * breathe(t, 1.8)))
                if not theme.reduced_motion:
                    glow(screen, rect.center, rect.width * 7 // 10, theme.color(ACCENT), 0.25 * breathe(t, 1.8))
            draw_sample(screen, theme, place, sample, story.faces.get(sample))

    def _calls(self, sample: int) -> bool:
        """Whether this sample is the one to lay on the pad next."""
        story = self.story
        if story.paused:
            return sample == story.shown
        return story.told and not story.all_told and sample != story.shown

    def _paint_way(self, surface: Surface, come: int, new: bool) -> None:
        """All of the way that stands still: grooves, cut-outs, the thread and the stops so far."""
        theme, at, way = self.theme, self.at, self.story.way
        surface.blit(foam(surface.get_size()), (0, 0))
        paint_way(surface, theme, at.spread, way, come, new=new)
        for rect in at.samples:
            cutout(surface, rect, theme.radius("cutout"))

    def _stop_words(self, screen: Surface, come: int, alpha: int) -> None:
        """The name of each stop that was reached, and the day; of an unread one, that nobody read the tag."""
        theme, text, spread = self.theme, self.stage.text, self.at.spread
        for stop, (hole, room) in enumerate(zip(spread.holes, spread.words, strict=True)):
            if stop > come:
                break
            reading = self.story.way.readings[stop]
            read = reading.day is not None
            if not read:
                draw_unread(screen, theme, hole)
            day = text("tell.day", day=reading.day) if read else text("tell.unread")
            lines = [
                Line(
                    text(f"stop.{reading.stop}"),
                    "body" if spread.standing else "caption",
                    "ink" if read else "ink_soft",
                    0,
                    600,
                ),
                Line(day, "caption", "ink_soft" if read else ACCENT),
            ]
            draw_lines(
                screen,
                theme,
                lines,
                room,
                align="left" if spread.standing else "center",
                valign="middle" if spread.standing else "top",
                alpha=alpha,
            )

    def _say(self, screen: Surface, alpha: int) -> None:
        """What happens, what to do, and whether a tag is read."""
        story, text, theme, at = self.story, self.stage.text, self.theme, self.at
        if story.paused:
            title, hint = text("tell.paused"), text("tell.back")
        elif not story.told:
            title, hint = text("tell.dark" if story.dark else "tell.telling"), text("tell.stay")
        else:
            days = self.stage.number(story.way.silence)
            title = text("tell.gap", days=days) if story.way.dark else text("tell.whole")
            hint = text("tell.both") if story.all_told else text("tell.other")
        lines = [Line(title, "lead", "ink", 0, 700), Line(hint, "body", "ink_soft", 2)]
        draw_lines(screen, theme, lines, at.title, valign="top", alpha=alpha)
        self._sign(screen, alpha)

    def _sign(self, screen: Surface, alpha: int) -> None:
        """Whether a tag is read just now and how real it is, or the sample is only drawn: as wide as its words."""
        theme, text, room, story = self.theme, self.stage.text, self.at.sign, self.story
        tagged = story.lying is not None and bool(story.lying.beacon)
        if tagged:
            live = text("tell.tagged"), text("tell.recorded"), text("tell.simulated")
            words = live[("live", "recorded", "simulated").index(self.stage.source)]
        elif story.lying is None and story.shown in story.faces:
            words = text("tell.off")
        else:
            words = text("tell.drawn")
        block = layout(theme, words, "caption", room.width - room.height * 3 // 2, max_lines=1)
        sign = Rect(room.left, room.top, block.width + room.height * 3 // 2, room.height)
        if not theme.portrait:
            sign.right = room.right
        outlined(screen, sign, sign.height // 2, theme.color(ACCENT if tagged else "ink_faint"), max(2, theme.px(2)))
        icon: Icon = "waves" if tagged else "cross"
        place = sign.left + sign.height * 6 // 10, sign.centery
        draw_icon(screen, icon, place, theme.px(30), theme.color(ACCENT if tagged else "ink_faint"))
        inside = Rect(sign.left + sign.height, sign.top, block.width, sign.height)
        draw_block(screen, theme, block, inside, "ink" if tagged else "ink_soft", valign="middle", alpha=alpha)

    def _figures(self, screen: Surface, reached: float, alpha: int) -> None:
        """What is counted so far: an unread stop leaves the distance open."""
        way, theme = self.story.way, self.theme
        rooms = columns(theme, self.at.figures, 1.35, 0.8, 1, gap=2)
        for room, (value, unit) in zip(rooms, figures(self.stage, way, reached), strict=True):
            lines = [Line(value, "lead", "ink", 0, 600), Line(unit, "caption", "ink_soft")]
            draw_lines(screen, theme, lines, room, alpha=alpha, align="center")
