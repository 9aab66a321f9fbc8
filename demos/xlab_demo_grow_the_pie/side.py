"""One side of the table: its cards, its words, its part of the split, as widgets of one pane."""

from collections.abc import Callable
from functools import partial

from pygame import Rect, Surface

from xlab.methods.games import AXELROD
from xlab_demo_grow_the_pie.cards import Option
from xlab_demo_grow_the_pie.facts import Facts
from xlab_demo_grow_the_pie.game import CONTRACTS, SLICE, Move, Side
from xlab_demo_grow_the_pie.pie import FRUIT
from xlab_demo_grow_the_pie.places import Half, half, upper, upright
from xlab_demo_grow_the_pie.sayings import said
from xlab_demo_grow_the_pie.story import Scene, Story
from xlab_kiosk.stage import Button, Icon, Pane, Picture, Slider, Stage, Widget, draw_lines

TURN: tuple[Scene, ...] = ("choosing", "revealing", "ended")
"""Scenes in which the same cards lie on the table."""


class SideView:
    """One side's half of the panel."""

    def __init__(self, stage: Stage, story: Story, side: Side, told: Callable[[str], None]) -> None:
        """``told`` is called with the name of a sound for what a finger did here."""
        self.stage, self.story, self.side = stage, story, side
        self._told = told
        self.facts = Facts(stage, story, side)
        self.at: Half = half(stage.theme) if side == 1 else upper(half(stage.theme))
        self.pane = Pane(self.at.whole, turned=side == 0)
        self.options: list[Option] = []
        self.agree: Button | None = None
        self._key: tuple[object, ...] = ()
        self.follow()

    @property
    def is_machine(self) -> bool:
        """Whether a machine plays here."""
        return self.story.machine == self.side

    def follow(self) -> bool:
        """Have the widgets of the scene that is played now; True if they are others than before."""
        story = self.story
        scene = "turn" if story.scene in TURN else story.scene
        key = scene, self.is_machine, tuple(story.seated) if scene == "seats" else ()
        changed = key != self._key
        if changed:
            self._key = key
            self.pane.release()
            # A machine is shown to the one who plays it, so its half is turned as theirs is.
            self.pane.turned = (self.side == 0) != self.is_machine
            self.pane.widgets = self._machine() if self.is_machine else self._widgets()
        self._refresh()
        return changed

    def _widgets(self) -> list[Widget]:
        self.options, self.agree = [], None
        match self.story.scene:
            case "seats":
                return self._seats()
            case "choosing" | "revealing" | "ended":
                return self._cards()
            case "splitting":
                return self._split()
            case "served":
                return self._served()
        return []

    def _seats(self) -> list[Widget]:
        theme, text = self.stage.theme, self.stage.text
        chair, foot = self._column(self.at.right, theme.px(104))
        if self.story.seated[self.side]:
            button = Button(theme, foot, text("seats.machine"), self._play_machine, kind="quiet")
        else:
            button = Button(theme, foot, text("seats.sit"), self._sit, role="lead")
        return [self._words(), _still(self.at.hold, self.facts.rules), _still(chair, self.facts.chair), button]

    def _cards(self) -> list[Widget]:
        text = self.stage.text
        cards: tuple[tuple[Move, Rect, str, str], ...] = (
            ("hold", self.at.hold, text("option.hold"), text("option.hold_says", points=round(AXELROD.temptation))),
            ("share", self.at.share, text("option.share"), text("option.share_says", points=SLICE)),
            ("contract", self.at.contract, text("option.contract"), ""),
        )
        self.options = [
            Option(self.stage.theme, rect, (name, says), partial(self._choose, move), move=move, side=self.side)
            for move, rect, name, says in cards
        ]
        return [self._words(), *self.options]

    def _refresh(self) -> None:
        """Bring cards and button up to date: who has chosen waits, a contract can be used up, a claim can change."""
        story, side = self.story, self.side
        free = story.scene == "choosing" and story.chosen[side] is None
        for option in self.options:
            option.picked = story.chosen[side] == option.move
            option.enabled = free
            if option.move == "contract":
                left = story.making.contracts_left(side)
                option.marks = left, CONTRACTS
                option.enabled = free and left > 0
            if option.move == "hold":
                option.value = self.stage.text("option.home"), story.alone[side]
        if self.agree is not None:
            agreed = story.agreed[side]
            self.agree.label = self.stage.text("split.agreed" if agreed else "split.agree")
            self.agree.kind = "quiet" if agreed else "main"

    def _split(self) -> list[Widget]:
        theme, text, story = self.stage.theme, self.stage.text, self.story
        left, low = self._column(self.at.hold, theme.px(128))
        right, foot = self._column(self.at.right, theme.px(104))
        pie = story.making.pie
        slider = Slider(
            theme,
            low,
            text("split.claim"),
            value=story.claims[self.side],
            low=0,
            high=100,
            step=5,
            show=lambda value: text("split.part", percent=round(value), points=round(pie * value / 100)),
            on_change=self._claim,
            color=theme.color(FRUIT[self.side]),
        )
        self.agree = Button(theme, foot, text("split.agree"), self._agree, icon="tick", role="lead")
        facts = _still(left, self.facts.without), _still(right, self.facts.pot)
        return [*facts, self._words(), slider, self.agree]

    def _served(self) -> list[Widget]:
        facts = _still(self.at.hold, self.facts.slice), _still(self.at.share, self.facts.home)
        icon: Icon = "right"
        label = self.stage.text("served.go_on")
        button = Button(self.stage.theme, self.at.contract, label, self.story.go_on, icon=icon)
        return [*facts, self._words(), button]

    def _machine(self) -> list[Widget]:
        """Its places are those of a person there, but upright for who plays it."""
        face, home = upright(self.at, self.at.hold), upright(self.at, self.at.right)
        return [
            Picture(face, self.facts.machine, lambda: self.story.chosen[self.side] is None),
            Picture(home, self.facts.home, lambda: self.story.alone[self.side]),
        ]

    def _words(self) -> Picture:
        def draw(surface: Surface, rect: Rect) -> None:
            draw_lines(surface, self.stage.theme, said(self.stage, self.story, self.side), rect, align="center")

        return Picture(self.at.words, draw, lambda: said(self.stage, self.story, self.side))

    def _column(self, rect: Rect, low: int) -> tuple[Rect, Rect]:
        """A column cut in two: what is above, and ``low`` pixels at its foot."""
        theme = self.stage.theme
        high = max(theme.target, min(rect.height, low))
        foot = Rect(rect.left, rect.bottom - high, rect.width, high)
        return Rect(rect.left, rect.top, rect.width, max(0, foot.top - theme.px(16) - rect.top)), foot

    def _sit(self) -> None:
        self._told("knock")
        self.story.sit(self.side)

    def _play_machine(self) -> None:
        self._told("knock")
        self.story.play_machine()

    def _choose(self, move: Move) -> None:
        self._told("knock")
        self.story.choose(self.side, move)

    def _claim(self, percent: float) -> None:
        self.story.claim(self.side, round(percent))

    def _agree(self) -> None:
        self._told("knock")
        self.story.agree(self.side)


def _still(rect: Rect, draw: Callable[[Surface, Rect], None]) -> Picture:
    """A picture that shows the same as long as its scene lasts."""
    return Picture(rect, draw, lambda: None)
