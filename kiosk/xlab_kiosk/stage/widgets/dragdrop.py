"""Pieces to drag and places to drop them in, with as many fingers as there are."""

from collections.abc import Callable, Mapping, Sequence
from math import hypot

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.probe import tell_target
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._pieces import Body, Piece, Place, draw_place, slots
from xlab_kiosk.stage.widgets._press import hits


class _Held(msgspec.Struct):
    """A piece in a finger's hold: how it is held, and what it hovers over."""

    body: Body
    dx: float
    dy: float
    x: float
    y: float
    over: str | None = None
    index: int = 0


class DragDrop:
    """Pieces that lie in places, in an order; fingers drag them from one to another, each finger its own.

    ``start`` says in which place each piece lies at first (in the order of ``pieces``). Dropped between others, a piece
    makes them move up; dropped into a place that is full, it changes places with the nearest piece; dropped nowhere, it
    goes back. ``accepts(piece, place)`` may refuse. ``on_drop(piece, place)`` is told of every change, by keys. A touch
    that is cancelled puts the piece back.

    >>> shelf, top = Place("shelf", Rect(40, 40, 300, 400), room=3), Place("top", Rect(400, 40, 300, 120), "First")
    >>> cards = [Piece("price", "Price"), Piece("trust", "Trust")]
    >>> board = DragDrop(theme, cards, [shelf, top], {"price": "shelf", "trust": "shelf"}, on_drop=print)
    >>> for phase, at in (("down", board.rect_of("trust").center), ("move", (420, 90)), ("up", (420, 90))):
    ...     taken = board.touch(Touch(1, phase, *at))
    trust top
    >>> board.at("top"), board.at("shelf")
    (('trust',), ('price',))
    """

    def __init__(
        self,
        theme: Theme,
        pieces: Sequence[Piece],
        places: Sequence[Place],
        start: Mapping[str, str],
        *,
        on_drop: Callable[[str, str], None] | None = None,
        accepts: Callable[[str, str], bool] | None = None,
        enabled: bool = True,
    ) -> None:
        self.theme = theme
        self.rect = places[0].rect.unionall([place.rect for place in places])
        self.on_drop = on_drop
        self.accepts = accepts
        self.enabled = enabled
        self._places = {place.key: place for place in places}
        self._slots = {place.key: slots(theme, place) for place in places}
        self._order: dict[str, list[str]] = {place.key: [] for place in places}
        self._held: dict[int, _Held] = {}
        self._due = False
        for piece in pieces:
            where = self._order[start[piece.key]]
            if len(where) >= self._places[start[piece.key]].room:
                raise ValueError(f"There are more pieces in {start[piece.key]!r} than it has room for.")
            where.append(piece.key)
        self._bodies = {piece.key: Body(theme, piece, self._rest(piece.key)) for piece in pieces}

    def at(self, place: str) -> tuple[str, ...]:
        """The keys of the pieces in a place, in order. A piece in a hand still counts where it came from."""
        return tuple(self._order[place])

    def place_of(self, piece: str) -> str:
        """The key of the place a piece lies in."""
        return next(place for place, order in self._order.items() if piece in order)

    def rect_of(self, piece: str) -> Rect:
        """Where a piece is now, in panel pixels."""
        return self._bodies[piece].rect

    def put(self, piece: str, place: str, index: int | None = None) -> None:
        """Move a piece without a finger, to the end or before what lies at ``index``; nobody is told.

        Raises ValueError if the place is full.
        """
        order = [one for one in self._order[place] if one != piece]
        if len(order) >= self._places[place].room:
            raise ValueError(f"{place!r} has no room for {piece!r}.")
        self._order[self.place_of(piece)].remove(piece)
        order.insert(len(order) if index is None else index, piece)
        self._order[place] = order
        self._settle()

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        if touch.phase == "down":
            if (lost := self._held.get(touch.pointer)) is not None:  # its end was never told
                self.touch(Touch(touch.pointer, "cancel", lost.x, lost.y))
            return self.enabled and self._take(touch)
        held = self._held.get(touch.pointer)
        if held is None:
            return False
        held.x, held.y = touch.x, touch.y
        held.body.follow(touch.x - held.dx, touch.y - held.dy)
        self._hover(held)
        if touch.phase in {"up", "cancel"}:
            del self._held[touch.pointer]
            held.body.let_go()
            changed = self._drop(held) if touch.phase == "up" else None
            self._settle()
            if changed is not None and self.on_drop is not None:
                self.on_drop(*changed)
        else:
            self._settle()
        return True

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        moved = [body.update(dt) for body in self._bodies.values()]
        due, self._due = self._due, False
        return any(moved) or due

    def draw(self, surface: Surface) -> None:
        """Draw places, the pieces in them, and above all those in a hand."""
        aimed = {held.over for held in self._held.values()}
        for key, place in self._places.items():
            draw_place(surface, self.theme, place, self._slots[key], lit=key in aimed)
        in_hand = [held.body for held in self._held.values()]
        resting = [body for body in self._bodies.values() if body not in in_hand]
        for body in (*sorted(resting, key=lambda body: body.lift), *in_hand):
            body.draw(surface, enabled=self.enabled)
            if self.enabled:
                tell_target(body.target, body.piece.label or body.piece.key)

    def _take(self, touch: Touch) -> bool:
        held = {one.body.piece.key for one in self._held.values()}
        free = [body for key, body in self._bodies.items() if key not in held]
        hit = [body for body in free if hits(body.target, touch)]
        if not hit:
            return False
        body = min(hit, key=lambda one: hypot(one.rect.centerx - touch.x, one.rect.centery - touch.y))
        dx, dy = touch.x - body.rect.centerx, touch.y - body.rect.centery
        self._held[touch.pointer] = _Held(body, dx, dy, touch.x, touch.y)
        body.take()
        self._hover(self._held[touch.pointer])
        self._due = True
        return True

    def _hover(self, held: _Held) -> None:
        """What the piece would be dropped in: where the finger is, or else what the piece covers most."""
        self._due = True
        key = held.body.piece.key
        near = [one for one, place in self._places.items() if place.rect.collidepoint(held.x, held.y)]
        covered = {one: place.rect.clip(held.body.rect) for one, place in self._places.items()}
        most = max(covered, key=lambda one: covered[one].width * covered[one].height)
        if not near and covered[most].width:
            near = [most]
        held.over = near[0] if near and (self.accepts is None or self.accepts(key, near[0])) else None
        if held.over is not None:
            middle = held.body.rect.center
            others = self._slots[held.over]
            held.index = min(
                range(len(others)),
                key=lambda slot: hypot(others[slot].centerx - middle[0], others[slot].centery - middle[1]),
            )

    def _drop(self, held: _Held) -> tuple[str, str] | None:
        """Put the piece where it hovers; what changed, if anything did."""
        key, over = held.body.piece.key, held.over
        if over is None:
            return None
        home = self.place_of(key)
        before = {one: list(order) for one, order in self._order.items()}
        index = self._order[home].index(key)
        self._order[home].remove(key)
        order = self._order[over]
        if len(order) >= self._places[over].room:
            in_hand = {one.body.piece.key for one in self._held.values()}
            other = order[min(held.index, len(order) - 1)]
            if other in in_hand or (self.accepts is not None and not self.accepts(other, home)):
                self._order = before
                return None
            order[order.index(other)] = key
            self._order[home].insert(index, other)
        else:
            order.insert(min(held.index, len(order)), key)
        return (key, over) if self._order != before else None

    def _rest(self, piece: str) -> Rect:
        place = self.place_of(piece)
        return self._slots[place][self._order[place].index(piece)]

    def _settle(self) -> None:
        """Send every piece that no hand holds to where it would lie if the hands opened now."""
        self._due = True
        held = {one.body.piece.key: one for one in self._held.values()}
        shown = {place: [piece for piece in order if piece not in held] for place, order in self._order.items()}
        for key, one in held.items():
            home = self.place_of(key)
            if one.over is not None and len(shown[one.over]) < self._places[one.over].room:
                shown[one.over].insert(one.index, key)
            else:
                shown[home].insert(self._order[home].index(key), key)
        for place, order in shown.items():
            for index, piece in enumerate(order):
                if piece not in held and index < len(self._slots[place]):
                    self._bodies[piece].go(self._slots[place][index])
