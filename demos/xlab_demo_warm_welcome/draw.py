"""How each scene looks. Nothing here changes anything: it draws a story as it stands."""

import re
import time

from pygame import Rect, Surface

from xlab_demo_warm_welcome.objects import ACCENT, draw_fact, draw_in_cutout, draw_note, draw_pad, one_size
from xlab_demo_warm_welcome.places import Places, places
from xlab_demo_warm_welcome.story import SETTLE_S, Moment, Story
from xlab_demo_warm_welcome.words import Align, Line, draw_lines
from xlab_kiosk.stage import Badge, Icon, Stage, Theme, cutout, draw_badge, ease_out, foam, glow, line

SHOWN = (("fox", "amber"), ("owl", "sky"), ("hare", "coral"), ("whale", "leaf"))
"""Badges that show, one after the other, what to do with one."""

ROUND_S = 4.6
"""One showing: the badge slides in, lies on the pad, fades."""

FACT = 176
"""Token pixels across a fact's cut-out, where there is room."""

WORDS_HIGH = 104
"""Token pixels for the words below a fact: when, and where in two lines."""

ICONS: dict[str, Icon] = {"stay": "pad", "answer": "tick", "earlier": "again"}


def clock(wall: float) -> str:
    """A wall time as visitors read it, ``14:02``, in the kit's own time zone."""
    return time.strftime("%H:%M", time.localtime(wall))


def unbroken(name: str) -> str:
    """A place's name whose number stays on its line: ``Station 1``."""
    return re.sub(r" (?=\d)", "\u00a0", name)


class Picture:
    """Draws the scenes of one story on one stage."""

    def __init__(self, stage: Stage, story: Story) -> None:
        self.stage = stage
        self.theme = stage.theme
        self.story = story
        self.at: Places = places(stage.theme)
        self._warm_up()

    def draw(self, screen: Surface, t: float, badge_at: Rect) -> None:
        """The scene after ``t`` seconds of play, the visitor's badge being at ``badge_at``."""
        screen.blit(foam(screen.get_size()), (0, 0))
        alpha = round(255 * ease_out(self.story.seconds / SETTLE_S))
        match self.story.scene:
            case "waiting":
                self._waiting(screen, t)
            case "greeting":
                self._greeting(screen, badge_at, alpha)
            case "knowing" | "erasing":
                self._known(screen, badge_at, alpha)
            case "result":
                self._result(screen, badge_at, alpha)

    def _warm_up(self) -> None:
        """Large cut-outs take a while to make and are kept; making them at the start keeps every frame short."""
        scrap = Surface(self.stage.size)
        for hole in (self.at.badge_known, self.at.badge_result):
            cutout(scrap, hole, hole.width // 2)

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
            lines.append(Line(text("wait.hint"), "body", "ink_soft", 12))
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

    def _greeting(self, screen: Surface, badge_at: Rect, alpha: int) -> None:
        badge = self._badge()
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
        lines = [
            Line(text("hello.title", animal=text(f"animal.{badge.animal}")), "title"),
            Line(below, "lead", "ink_soft", 16, 400),
        ]
        draw_lines(screen, self.theme, lines, self.at.hello_words, align=self._side, alpha=alpha)

    def _known(self, screen: Surface, badge_at: Rect, alpha: int) -> None:
        story, text = self.story, self.stage.text
        draw_in_cutout(screen, self.at.badge_known, badge_at, self._badge(), self._badge_gone())
        title = "known.title" if story.scene == "knowing" else "erase.gone" if self._all_gone() else "erase.going"
        draw_lines(screen, self.theme, [Line(text(title), "title")], self.at.known_title, alpha=alpha)
        self._facts(screen, alpha)
        if story.scene == "erasing":
            seen = round(255 * self._badge_gone())
            band = self.at.keep.union(self.at.forget)
            note = Line(text("result.erased_note"), "lead", "ink_soft", 0, 400)
            draw_lines(screen, self.theme, [note], band, align="center", alpha=seen)

    def _facts(self, screen: Surface, alpha: int) -> None:
        holes = fact_holes(self.at.facts, len(self.story.facts), self.theme)
        thread = self.theme.color("foam_edge")
        line(screen, [hole.center for hole in (holes[0], holes[-1])], self.theme.px(5), thread)
        for index, (moment, hole) in enumerate(zip(self.story.facts, holes, strict=True)):
            gone = self.story.gone(index)
            thing = self._badge() if moment.kind == "face" else ICONS[moment.kind]
            draw_fact(screen, self.theme, hole, thing, gone)
            self._fact_words(screen, moment, hole, len(holes), round(alpha * (1 - gone)))

    def _fact_words(self, screen: Surface, moment: Moment, hole: Rect, count: int, alpha: int) -> None:
        when, where = self._said(moment)
        lines = [Line(when, "body", "ink", 0, 600), Line(where, "caption", "ink_soft", 2)]
        if alpha <= 0:
            return
        if self.theme.portrait:
            left = hole.right + self.theme.px(28)
            room = Rect(left, hole.top, self.at.facts.right - left, hole.height)
            draw_lines(screen, self.theme, lines, room, alpha=alpha)
            return
        wide = self.at.facts.width // count - self.theme.px(16)
        room = Rect(hole.centerx - wide // 2, hole.bottom + self.theme.px(10), wide, self.theme.px(WORDS_HIGH))
        draw_lines(screen, self.theme, lines, room, align="center", alpha=alpha)

    def _said(self, moment: Moment) -> tuple[str, str]:
        """When and what of a moment, in words."""
        text = self.stage.text
        match moment.kind:
            case "face":
                return clock(moment.since), text("known.face")
            case "answer":
                return clock(moment.since), text("known.answer")
            case "earlier":
                return f"+{moment.count}", text("known.earlier")
            case "stay":
                since = clock(moment.since)
                until = clock(moment.until) if moment.until is not None else ""
                span = f"{since} – {until}" if until != since else since
                return span if until else text("known.since", time=since), moment.place or text("known.here")

    def _result(self, screen: Surface, badge_at: Rect, alpha: int) -> None:
        story, text, badge, hole = self.story, self.stage.text, self._badge(), self.at.badge_result
        if not story.erased:
            glow(screen, hole.center, hole.width * 6 // 10, self.theme.color(badge.accent), 0.25 * alpha / 255)
        draw_in_cutout(screen, hole, badge_at, badge, 1.0 if story.erased else 0.0)
        note = "result.kept_note"
        if story.erased:
            note = "result.asked_again" if story.left_over == 0 else "result.erased_note"
        title = Line(text("result.erased" if story.erased else "result.kept"), "title")
        words = self.at.result_words
        top = Rect(words.left, words.top, words.width, words.height * (52 if self.theme.portrait else 54) // 100)
        said = [title, Line(text(note), "body", "ink_soft", 8)]
        draw_lines(screen, self.theme, said, top, align=self._side, alpha=alpha)
        notes: tuple[tuple[Icon, str], ...] = (("tick", "works"), ("cross", "expect"))
        half = (words.bottom - top.bottom) // 2
        role = one_size(self.theme, [text(f"result.{key}_note") for _, key in notes], words.width)
        for row, (icon, key) in enumerate(notes):
            room = Rect(words.left, top.bottom + row * half, words.width, half)
            said = [Line(text(f"result.{key}"), "caption", ACCENT, 0, 600), Line(text(f"result.{key}_note"), role)]
            draw_note(screen, self.theme, room, icon, said, alpha=alpha)
        self._business(screen, alpha)

    def _business(self, screen: Surface, alpha: int) -> None:
        """What the pattern could do where the visitor works: three pictures in a row, or below each other."""
        rect, text = self.at.business, self.stage.text
        uses: tuple[tuple[Icon, str], ...] = (("waves", "member"), ("again", "service"), ("lock", "consent"))
        head = Rect(rect.left, rect.top, rect.width, self.theme.px(36))
        draw_lines(screen, self.theme, [Line(text("result.business"), "caption", "ink_soft")], head, alpha=alpha)
        rest = Rect(rect.left, head.bottom, rect.width, rect.bottom - head.bottom)
        for index, (icon, key) in enumerate(uses):
            if self.theme.portrait:
                room = Rect(rest.left, rest.top + index * rest.height // 3, rest.width, rest.height // 3)
            else:
                # A word must be nearer to its own picture than to the next one.
                left, wide = rest.left + index * rest.width // 3, rest.width // 3 - self.theme.px(40)
                room = Rect(left, rest.top, wide, rest.height)
            draw_note(screen, self.theme, room, icon, [Line(text(f"result.{key}"), "caption")], alpha=alpha)

    @property
    def _side(self) -> Align:
        """Beside a picture words begin at the left; below it they are centred."""
        return "center" if self.theme.portrait else "left"

    def _badge(self) -> Badge:
        assert self.story.badge is not None, "from the greeting on there is a badge"
        return self.story.badge

    def _badge_gone(self) -> float:
        """The badge goes last, when the empty places of the facts are seen."""
        if self.story.scene != "erasing":
            return 0.0
        return ease_out((self.story.seconds - self.story.facts_gone_at) / SETTLE_S)

    def _all_gone(self) -> bool:
        return self.story.seconds >= self.story.facts_gone_at


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
