"""Nobody is here yet: the open case, slow and alive. One object lifts and asks its question."""

from typing import Final

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.shell import flow
from xlab_kiosk.shell.bar import Bar
from xlab_kiosk.shell.forgetting import Wish
from xlab_kiosk.shell.geometry import PAGE, cutouts
from xlab_kiosk.shell.objects import LIFT
from xlab_kiosk.shell.pairing_slip import PairingSlip
from xlab_kiosk.shell.sayings import Said, draw_prompt, say
from xlab_kiosk.shell.screens.base import SLOW, SMOOTH, Screen
from xlab_kiosk.shell.slip import Slip, Tag, worry_of
from xlab_kiosk.shell.slip_codes import SetupSlip, own_wifi
from xlab_kiosk.shell.view import Item, Pressed, Target, View
from xlab_kiosk.shell.walk import Walk
from xlab_kiosk.stage import paint
from xlab_kiosk.stage.motion import between, breathe, ease_out

QUESTION_SECONDS: Final = 8.0
"""How long one object holds its question up: time to come closer and read it."""

FADE: Final = 0.5

WORDS_SHARE: Final = 0.41
"""Share of a lying panel's width up to which the words go; the case has the rest."""

SLIP_SHARE: Final = 0.46
"""The same for the setup slip: its code must stay large beside a QR code that phones can read."""

SHAPE: Final = 1.3
"""Width to height of an object without words: its picture lies, as the ones in the menu do."""

HELD: Final = 1.28
"""Size of an object that is held up, in its size at rest: it is closer to the visitor."""

MORE: Final = (56, 36)
"""Token pixels by which it may be wider and higher: no more than hides none of its neighbours."""

BREATH: Final = 5.0
"""Seconds of one breath, about a calm sleeper's."""

DIM_AFTER: Final = 300.0
DIM_SECONDS: Final = 20.0
DIM_MOST: Final = 120
"""After five minutes alone it dims by this much of 255. It never sleeps: some panels would not wake again."""


class Attract(Screen):
    """The screen of an unused station."""

    _laid_out: View | None = None
    _backdrop: Surface | None = None

    def show(self, view: View) -> None:
        """Take in a new view; badges walking about do not disturb the rest."""
        self.walk.show(view.room, view.here)
        calm = msgspec.structs.replace(view, room=(), here=(), wish=Wish())
        if calm != self._laid_out:
            self._laid_out = calm
            super().show(view)
        self.view = view

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.walk = Walk(self.theme)
        self.t = 0.0
        self.alone = 0.0
        self._case = Rect(0, 0, 0, 0)
        self._slip: Slip | SetupSlip | PairingSlip | None = None
        self._tag: Tag | None = None
        self._worry: Tag | None = None

    def layout(self) -> None:
        """Words to one side, the case to the other; on an upright panel words above, the case below."""
        theme, view = self.theme, self.view
        self._backdrop = None
        self.bar = Bar(theme, view, view.kit, notice=True)
        margin, width, height = theme.space(5), *theme.size
        top = self.bar.rect.bottom + theme.space(1)
        self._worry = worry_of(theme, Rect(margin, top, width - 2 * margin, 0), view) if view.has_slip else None
        if self._worry is not None:
            top = self._worry.rect.bottom + theme.space(2)
        elif theme.portrait and not {"source", "alone"} & self.bar.boxes.keys():
            top -= theme.target
        room = Rect(margin, top, width - 2 * margin, height - top)
        case = self._upright(room) if theme.portrait else self._lying(room)
        self._case = case
        lip = theme.px(12)
        most = (theme.px(460), theme.px(340))
        room = case.inflate(-2 * lip, -2 * lip)
        self.cells = cutouts(room, len(self._items), theme.space(5), most, SHAPE)
        self.holes = self.cells or cutouts(room, 1, 0, most, SHAPE)  # an empty case shows where something will lie
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()}
        self.boxes |= {"words": self.question, "prompt": self.prompt, "lane": self.walk.lane}
        self.boxes |= {f"object {i}": cell for i, cell in enumerate(self.cells)}
        if self._tag is not None and self._tag.rect.width:
            self.boxes["tag"] = self._tag.rect
        if self._worry is not None:
            self.boxes["worry"] = self._worry.rect

    def _lying(self, area: Rect) -> Rect:
        """Two columns; at the foot of the left one the tag, beside it the lane. Returns the place of the case.

        A slip has the left column for itself, so then prompt and lane are below the case.
        """
        theme, view = self.theme, self.view
        share = SLIP_SHARE if view.has_slip else WORDS_SHARE
        left = Rect(area.x, area.y, round(theme.size[0] * share) - area.x, area.height - theme.space(2.5))
        self._tag = None if view.has_slip else Tag(theme, left, view)
        foot = max(theme.px(84), self._tag.rect.height if self._tag is not None else 0)
        low = self._tag is None or self._tag.rect.width > 0  # paper that reaches down to where badges walk
        column = left.right + theme.space(6) if low else area.x
        self.walk.layout(Rect(column, left.bottom - foot, area.right - column, foot))
        whole, start = left.copy(), left.right + theme.space(6)
        left.height -= foot + theme.space(2)
        case = Rect(start, area.y, area.right - start, left.height)
        if not view.has_slip:
            self._words(left, left)
            return case
        lower = case.copy()
        case.height -= theme.target + theme.space(2)
        self._words(whole, lower)
        return case

    def _upright(self, area: Rect) -> Rect:
        """Words, case, prompt, tag and lane below each other. Returns the place of the case."""
        theme, view = self.theme, self.view
        lane = theme.px(84)
        area.height -= theme.space(2.5)
        self.walk.layout(Rect(area.x, area.bottom - lane, area.width, lane))
        area.height -= lane + theme.space(2)
        self._tag = None if view.has_slip else Tag(theme, area, view)
        if self._tag is not None and self._tag.rect.width:
            area.height -= self._tag.rect.height + theme.space(2)
        own = 0.54 if self._worry is None else 0.58
        share = (own if own_wifi(view) is not None else 0.48) if view.has_slip else 0.38
        upper = Rect(area.x, area.y, area.width, round(area.height * share))
        self._words(upper, area)
        case = Rect(area.x, self.question.bottom + theme.space(3), area.width, 0)
        case.height = self.prompt.top - theme.space(3) - case.top
        return case

    def _words(self, upper: Rect, lower: Rect) -> None:
        """The question, or the setup slip, in ``upper``; the prompt at the foot of ``lower``."""
        theme, view = self.theme, self.view
        self.prompt = Rect(lower.x, lower.bottom - theme.target, lower.width, theme.target)
        beside = self.prompt.left >= upper.right
        bottom = upper.bottom if beside else min(upper.bottom, self.prompt.top - theme.space(1))
        self.question = Rect(upper.x, upper.y, upper.width, bottom - upper.y)
        self._slip = None
        if view.pairing is not None:
            self._slip = PairingSlip(theme, self.question, view.pairing, view.language)
        elif view.setup_code and view.network is not None and (own_wifi(view) is not None or not view.urls):
            self._slip = SetupSlip(theme, self.question, view)
        elif view.setup_code:
            self._slip = Slip(theme, self.question, view)
        if self._slip is not None:
            self._slip.rect.centery = self.question.centery
            self.question = self._slip.rect

    @property
    def _items(self) -> tuple[Item, ...]:
        return self.view.items[:PAGE]

    def enter(self, places: dict[str, Rect]) -> None:
        """Objects fly to their cut-outs; the first question starts."""
        self.t = self.alone = 0.0
        super().enter(places)

    def places(self) -> dict[str, Rect]:
        """Where the objects lie."""
        return {item.demo: cell for item, cell in zip(self._items, self.cells, strict=False)}

    def wake(self) -> None:
        """Somebody is near: full light."""
        self.alone = 0.0

    def update(self, dt: float) -> bool:
        """Breathe."""
        self.t += dt
        self.alone += dt
        self.flight.update(dt)
        self.walk.update(dt)
        return True

    @property
    def rate(self) -> int:
        """Slow, but for an object on the move."""
        lifting = self.t % QUESTION_SECONDS < 2 * FADE and len(self._items) > 0
        return SMOOTH if self.flight.moving or (lifting and not self.theme.reduced_motion) else SLOW

    def target(self, x: float, y: float) -> Target | None:
        """Paper for facilitators shows how to reach the kit; anywhere else opens the box, or begins the pinned demo."""
        begin = flow.Choose(self._items[0].demo) if self.view.pinned and self._items else flow.Begin()
        if self.view.network is not None and self._paper().collidepoint(x, y):
            return self.bar.target(x, y) or flow.ShowReach()
        return self.bar.target(x, y) or begin

    def _paper(self) -> Rect:
        """The paper that says how to reach the kit; nothing where there is none."""
        if self._slip is not None:
            return Rect(0, 0, 0, 0) if isinstance(self._slip, PairingSlip) else self._slip.rect
        return self._tag.rect if self._tag is not None else Rect(0, 0, 0, 0)

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The case, the words, and who walks by."""
        if self._backdrop is None:
            self._backdrop = self._paint_backdrop()
        surface.blit(self._backdrop, (0, 0))
        self._draw_objects(surface)
        self._draw_words(surface)
        t = None if self.theme.reduced_motion else self.t
        prompt = self.words("kiosk.touch_to_begin" if self.view.pinned else "kiosk.touch_to_start")
        draw_prompt(surface, self.theme, self.prompt, prompt, t)
        self.walk.draw(surface)
        self.bar.draw(surface, pressed)
        dim = (self.alone - DIM_AFTER) / DIM_SECONDS
        if dim > 0:
            veil = Surface(surface.get_size())
            veil.set_alpha(round(DIM_MOST * min(1.0, dim)))
            surface.blit(veil, (0, 0))

    def _paint_backdrop(self) -> Surface:
        backdrop = paint.foam(self.theme.size).copy()
        for hole in self.holes:
            self.objects.hole(backdrop, hole)
        if self._slip is not None:
            self._slip.draw(backdrop)
        for tag in (self._tag, self._worry):
            if tag is not None:
                tag.draw(backdrop)
        return backdrop

    def _lift(self, index: int) -> float:
        """How far an object is held up now: the one whose turn it is, and for a moment the one before."""
        number = len(self._items)
        turn, t = divmod(self.t, QUESTION_SECONDS)
        if index == int(turn) % number:
            return ease_out(t / FADE)
        if index == (int(turn) - 1) % number and turn > 0:
            return 1.0 - ease_out(t / FADE)
        return 0.0

    def _draw_objects(self, surface: Surface) -> None:
        lying = [(self._lift(index), index) for index in range(len(self._items))]
        for lift, index in sorted(lying):  # what is held up is above all that lies
            item, cell = self._items[index], self.cells[index]
            # The light goes over the objects like a breath, from left to right.
            phase = self.t - cell.centerx / self.theme.size[0] * BREATH * 0.5
            breath = 0.5 if self.theme.reduced_motion else breathe(phase, BREATH)
            dim = round((92 - 34 * breath) * (1.0 - lift))
            rect, size = self.flight.rect(item.demo, cell), cell.size
            if lift > 0 and not self.flight.moving:
                size = self._held(cell).size
                rect = between(cell, self._held(cell), lift)
            self.objects.draw(surface, item, rect, lift=lift, dim=dim, words=False, size=size)

    def _held(self, cell: Rect) -> Rect:
        """Where the object of this cut-out is while it is held up: larger, and still beside the words."""
        lift, (width, height) = self.theme.px(LIFT), self.theme.size
        room = self._case.inflate(2 * self.theme.space(3), 2 * self.theme.space(1)).clip(Rect(0, 0, width, height))
        room = Rect(room.x, room.y + lift, room.width, room.height - lift)
        wide = min(room.width, cell.width + self.theme.px(MORE[0]))
        high = min(room.height, cell.height + self.theme.px(MORE[1]))
        factor = max(1.0, min(HELD, wide / cell.width, high / cell.height))
        grown = Rect(0, 0, round(cell.width * factor), round(cell.height * factor))
        grown.center = cell.center
        return grown.clamp(room)

    def _draw_words(self, surface: Surface) -> None:
        if self.view.has_slip:
            return
        if not self._items:
            title, body = self.words("kiosk.empty_title"), self.words("kiosk.empty_body")
            say(surface, self.theme, self.question, [(title, "title", "ink"), (body, "body", "ink_soft")])
            return
        turn, t = divmod(self.t, QUESTION_SECONDS)
        item = self._items[int(turn) % len(self._items)]
        alpha = min(1.0, t / FADE, (QUESTION_SECONDS - t) / FADE if len(self._items) > 1 else 1.0)
        said: list[Said] = [(item.title, "body", item.tone), (item.question, "title", "ink")]
        say(surface, self.theme, self.question, said, round(255 * max(0.0, alpha)))
