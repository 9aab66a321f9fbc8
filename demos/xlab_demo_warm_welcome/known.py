"""What is known of a badge, as pictures in the foam, and how each of them goes when it is erased."""

import re
import time

from pygame import Rect, Surface

from xlab_demo_warm_welcome.moments import MOST_MOMENTS, Moment
from xlab_demo_warm_welcome.objects import draw_fact, draw_in_cutout
from xlab_demo_warm_welcome.places import places
from xlab_demo_warm_welcome.story import SETTLE_S, Story
from xlab_kiosk.stage import Badge, Icon, Line, Role, Stage, Theme, Weight, cutout, draw_lines, ease_out, line

FACT = 176
"""Token pixels across a fact's cut-out, where there is room."""

WORDS_HIGH = 110
"""Token pixels for the words below a fact: when, and where in two lines."""

FEW = 3
"""With so few facts or fewer, empty places show that each stop will add one."""

SAID = 14
"""Letters of an answer that are shown."""

ICONS: dict[str, Icon] = {"stay": "pad", "answer": "tick", "earlier": "again"}


def clock(wall: float) -> str:
    """A wall time as visitors read it, ``14:02``, in the kit's own time zone."""
    return time.strftime("%H:%M", time.localtime(wall))


def unbroken(name: str) -> str:
    """A place's name whose number stays on its line: ``Station 1``."""
    return re.sub(r" (?=\d)", "\u00a0", name)


_STYLES: tuple[tuple[Role, str, int, Weight | None], ...] = (("body", "ink", 0, 600), ("caption", "ink_soft", 2, None))
"""How it is said when something was known, and what."""


class Known:
    """Draws all that is known of the badge of one story on one stage, and the erasing."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self.stage, self.story = stage, story
        self.theme = stage.theme
        self.at = places(stage.theme)

    def draw(self, screen: Surface, badge_at: Rect, badge: Badge, alpha: int) -> None:
        """The badge at ``badge_at`` on its way to its cut-out, the title, every fact."""
        story, text = self.story, self.stage.text
        draw_in_cutout(screen, self.at.badge_known, badge_at, badge, self._badge_gone())
        draw_lines(screen, self.theme, self._heading(), self._heading_room(), alpha=alpha)
        self._facts(screen, badge, alpha)
        if story.scene == "erasing":
            seen = round(255 * self._badge_gone())
            band = self.at.keep.union(self.at.forget)
            note = Line(text("result.erased_note"), "lead", "ink_soft", 0, 400)
            draw_lines(screen, self.theme, [note], band, align="center", alpha=seen)

    def _heading(self) -> list[Line]:
        story, text = self.story, self.stage.text
        if story.scene == "erasing":
            return [Line(text("erase.gone" if story.seconds >= story.facts_gone_at else "erase.going"), "title")]
        title = text("known.lifted" if story.lifted else "known.title")
        return [Line(title, "title"), Line(text("known.not"), "body", "ink_soft", 2)]

    def _heading_room(self) -> Rect:
        """Beside a badge that waits there is less."""
        room = self.at.known_title.copy()
        if self.story.queue and not self.theme.portrait:
            room.width = self.at.next_known.left - self.theme.px(24) - room.left
        return room

    def _facts(self, screen: Surface, badge: Badge, alpha: int) -> None:
        known = self.story.facts
        few = len(known) <= FEW
        holes = fact_holes(self.at.facts, MOST_MOMENTS if few else len(known), self.theme)
        thread = self.theme.color("foam_edge")
        line(screen, [hole.center for hole in (holes[0], holes[-1])], self.theme.px(5), thread)
        for index, (moment, hole) in enumerate(zip(known, holes, strict=False)):
            gone = self.story.gone(index)
            thing = badge if moment.kind == "face" else ICONS[moment.kind]
            draw_fact(screen, self.theme, hole, thing, gone)
            lines = [Line(words, *style) for words, style in zip(self._said(moment), _STYLES, strict=True)]
            self._words(screen, lines, hole, len(holes), round(alpha * (1 - gone)))
        for hole in holes[len(known) :]:
            cutout(screen, hole, hole.width // 2)
        if few:
            faded = round(alpha * (1 - self.story.gone(len(known) - 1)))
            more = [Line(self.stage.text("known.more"), "caption", "ink_soft")]
            self._words(screen, more, holes[len(known)], len(holes), faded)

    def _words(self, screen: Surface, lines: list[Line], hole: Rect, count: int, alpha: int) -> None:
        if alpha <= 0:
            return
        if self.theme.portrait:
            left = hole.right + self.theme.px(28)
            room = Rect(left, hole.top, self.at.facts.right - left, hole.height)
            draw_lines(screen, self.theme, lines, room, alpha=alpha)
            return
        wide = self.at.facts.width // count
        room = Rect(hole.centerx - wide // 2, hole.bottom + self.theme.px(10), wide, self.theme.px(WORDS_HIGH))
        draw_lines(screen, self.theme, lines, room, align="center", alpha=alpha)

    def _said(self, moment: Moment) -> tuple[str, str]:
        """When and what of a moment, in words."""
        text = self.stage.text
        match moment.kind:
            case "face":
                return clock(moment.since), text("known.face")
            case "answer":
                return clock(moment.since), self._answer(moment.said)
            case "earlier":
                return f"+{moment.count}", text("known.earlier")
            case "stay":
                since = clock(moment.since)
                until = clock(moment.until) if moment.until is not None else ""
                span = f"{since} – {until}" if until != since else since
                return span if until else text("known.since", time=since), moment.place or text("known.here")

    def _answer(self, said: str) -> str:
        """What was answered, as far as it is short: all of it is known."""
        text = self.stage.text
        if said in ("True", "False"):
            said = text("known.yes" if said == "True" else "known.no")
        elif len(said) > SAID:
            said = f"{said[: SAID - 1].rstrip()}…"
        return text("known.answered", said=said) if said else text("known.answer")

    def _badge_gone(self) -> float:
        """The badge goes last, when the empty places of the facts are seen."""
        if self.story.scene != "erasing":
            return 0.0
        return ease_out((self.story.seconds - self.story.facts_gone_at) / SETTLE_S)


def fact_holes(rect: Rect, count: int, theme: Theme) -> list[Rect]:
    """Round cut-outs for ``count`` facts: along the width with words below, or down the height with words beside."""
    side, words = theme.px(FACT), theme.px(WORDS_HIGH)
    if theme.portrait:
        step = min(rect.height // count, side * 5 // 4)
        side = min(side, step * 85 // 100)
        top = rect.centery - step * count // 2 + (step - side) // 2
        return [Rect(rect.left, top + i * step, side, side) for i in range(count)]
    step = rect.width // count
    side = min(side, step * 80 // 100, rect.height - words - theme.px(10))
    left = rect.left + (step - side) // 2
    top = rect.centery - (side + theme.px(10) + words) // 2
    return [Rect(left + i * step, top, side, side) for i in range(count)]
