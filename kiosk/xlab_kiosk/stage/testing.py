"""Playing a demo without a window, a kit or waiting: tap here, a badge arrives, two seconds pass, expect this text.

The demo's own class runs on a real stage. Time is simulated, in the steps of a kit; a picture is drawn when something
looks at it. What is not found on the screen is told together with what is there instead.

A test of a demo, in ``tests/`` of its folder or anywhere else:

>>> from pathlib import Path
>>> from xlab_kiosk.stage.testing import Play
>>> def test_it_counts():
...     play = Play(Path(demo_folder), size=(800, 480))
...     play.tap("Start")
...     play.expect("You tapped once", within=1.0)
...     assert play.records == [{"taps": 1}]
>>> test_it_counts()
"""

import os
from collections.abc import Callable, Mapping
from math import ceil
from pathlib import Path
from typing import Any, Literal, Self

import msgspec
import pygame
from pygame import Color, Surface

from xlab.catalogue import read_manifest
from xlab.events import Proximity, Role, Source, Value
from xlab.events.rounds import AnswerValue
from xlab.events.visits import EditedLine
from xlab.look import tokens
from xlab.look.animals import ANIMALS
from xlab_kiosk.stage._played import PlayedRoom
from xlab_kiosk.stage._told import SeenTarget, SeenText, Told
from xlab_kiosk.stage._typing import type_letter
from xlab_kiosk.stage.inputs import Badge, KnownFact, Phase, Presence, Touch
from xlab_kiosk.stage.loading import load_demo
from xlab_kiosk.stage.probe import Probe
from xlab_kiosk.stage.stage import Stage, StageControl
from xlab_kiosk.stage.taps import SLOP, Taps

__all__ = ["NotOnScreen", "Play", "SeenTarget", "SeenText", "badge"]

STEP = 1 / 60
"""Seconds from one update to the next, as on a kit."""

UNDRAWN = Color(255, 0, 255)
"""What a picture shows where the demo drew nothing: on a kit an older picture would be there."""

Spot = str | tuple[float, float]
"""A place on the screen: pixels, or a text or target that is there."""


class NotOnScreen(AssertionError):
    """Something that a test wants to tap or to see is not there; the message says what is.

    >>> Play(demo_folder).tap("Stop")
    Traceback (most recent call last):
    xlab_kiosk.stage.testing.NotOnScreen: There is no "Stop" on the screen to touch. There is: "Start"; ...
    """


def badge(number: int) -> Badge:
    """The badge that tests know by this number, from 1; each has a face of its own.

    >>> badge(1).animal == badge(2).animal
    False
    """
    animals, accents = list(ANIMALS), list(tokens.ACCENTS)
    beacon = f"00000000-0000-4000-8000-000000000000/1/{number}"
    return Badge(beacon, animals[(number - 1) % len(animals)], accents[(number - 1) % len(accents)])


class Play:
    """One run of the demo in ``demo_folder`` on a panel of ``size`` pixels; its class is the one ``demo.toml`` names.

    ``here`` are numbers of badges that lie on the pad from the start, ``data`` a folder for what the demo keeps, and
    ``seed`` makes chance repeat itself. ``every_frame`` draws each picture the demo asks for, as a kit does; else one
    is drawn when it is looked at. ``phones``: whether any can join when the demo asks the room;
    ``own_wifi``: only in the kit's own Wi-Fi, so that a :class:`QRCode` has two codes to show. ``before`` is the run
    before this one on the same kit; see :meth:`again`. ``place`` is what the station is called. ``edited`` is what the
    facilitator made of the demo's words, by dotted key and in order: a text, "" for the demo's own, None for a line
    left out. ``records`` is the evidence so far, ``said`` all it told the kit, in order.

    >>> play = Play(demo_folder, size=(800, 480), language="en")
    >>> play.tap("Start")
    >>> play.wait(1.0)
    >>> play.expect("You tapped once")
    >>> play.records
    [{'taps': 1}]
    >>> play.save(folder / "tapped.png")
    """

    def __init__(
        self,
        demo_folder: Path | str,
        size: tuple[int, int] = (1280, 720),
        language: str = "en",
        *,
        reduced_motion: bool = False,
        here: tuple[int, ...] = (),
        data: Path | None = None,
        seed: int = 0,
        every_frame: bool = False,
        probe: Probe | None = None,
        phones: bool = True,
        own_wifi: bool = False,
        before: "Play | None" = None,
        place: str = "",
        edited: Mapping[str, str | None] | None = None,
    ) -> None:
        folder = Path(demo_folder).absolute()
        self._how = {"size": size, "language": language, "reduced_motion": reduced_motion, "here": here, "data": data}
        self._how |= {"seed": seed, "every_frame": every_frame, "probe": probe, "phones": phones, "place": place}
        self._how |= {"edited": edited, "own_wifi": own_wifi}
        self._told = Told(probe)
        self.said = self._told.said
        self.seconds = 0.0
        _open_pygame()
        self.demo = load_demo(folder, read_manifest(folder).entry)()
        self.stage = Stage(
            size=size,
            language=language,
            folder=folder,
            outlet=self._told,
            reduced_motion=reduced_motion,
            place=place,
            data=data,
            seed=seed,
            lines=tuple(EditedLine(key=key, text=text or "", out=text is None) for key, text in (edited or {}).items()),
        )
        self.stage.probe = self._told
        self.control = StageControl(self.stage)
        room = before._room if before is not None else None
        self._room: PlayedRoom = PlayedRoom(self.control, phones=phones, own_wifi=own_wifi, before=room)
        self._taps = Taps(slop=self.stage.theme.px(SLOP))
        self._screen = Surface(size, 0, 32)
        self._every_frame = every_frame
        # On a kit too, a demo learns of the badges that are there right after its start.
        self.demo.start(self.stage)
        for number in here:
            self.badge(number, "touch")
        self._room.step(self.demo)
        if every_frame:
            self.draw()

    def again(self, **changes: Any) -> Self:
        """The next visitor: a new run after this one, with what the demo keeps and every question that lasts.

        ``changes`` are any of what :class:`Play` takes; all else is as it was.

        >>> first = Play(demo_folder)
        >>> votes = {"kind": "choice", "text": "ask.title", "options": ("ask.yes", "ask.no"), "lasts": True}
        >>> first.stage.ask(**votes).answer("ask.yes")
        True
        >>> second = first.again(language="fr")
        >>> asked = second.stage.ask(**votes)
        >>> second.wait(0.1)
        >>> [answer.value for answer in asked.answers], asked.answered
        ([('ask.yes',)], 1)
        """
        self.stage.keep.save()
        return type(self)(self.stage.folder, **{**self._how, **changes}, before=self)

    def __repr__(self) -> str:
        return f"<Play after {self.seconds:.1f} s; {self._told.told()}>"

    def wait(self, seconds: float) -> None:
        """Let time pass, in steps of 1/60 s. After the demo's own end nothing moves any more."""
        for _ in range(max(1, ceil(seconds / STEP - 1e-6))):
            if self.finished:
                return
            self.seconds += STEP
            self._room.step(self.demo)
            self.demo.update(STEP)
            self.stage.keep.update_file(STEP)
            if self._every_frame and self.stage.wants_redraw:
                self.draw()

    def draw(self) -> None:
        """Draw a picture now, whether one is due or not."""
        self._told.forget_picture()
        self._screen.set_clip(None)
        self._screen.fill(UNDRAWN)
        self.control.draw(self.demo, self._screen)

    def touch(self, phase: Phase, x: float, y: float, pointer: int = 1) -> None:
        """A finger goes ``down``, ``move``s, goes ``up`` or is ``cancel``led; it makes a tap as it would on a kit."""
        touch = Touch(pointer, phase, x, y)
        tap = self._taps.feed(touch, self.seconds)
        self.demo.touch(touch)
        if tap is not None:
            self.demo.tap(tap)
        self.stage.redraw()

    def tap(self, at: Spot | float, y: float | None = None, pointer: int = 1, *, turned: bool | None = None) -> None:
        """Tap at ``(x, y)``, or on a target or text that is on the screen: ``tap(40, 60)``, ``tap("Start")``.

        ``turned`` chooses where both sides of the screen have one: True is the far side, in a turned :class:`Pane`.
        Raises :class:`NotOnScreen` if there is no such target, naming those that are.

        >>> class Facing(Demo):
        ...     def start(self, stage):
        ...         self.panes = []
        ...         for rect, side in zip(rows(stage.theme, page(stage.theme), 1, 1), ("far", "near")):
        ...             ready = Button(stage.theme, middle(rect, 320, 72), "Ready", lambda side=side: print(side))
        ...             self.panes.append(Pane(rect, [ready], turned=side == "far"))
        ...     def touch(self, touch):
        ...         any(pane.touch(touch) for pane in self.panes)
        ...     def draw(self, screen):
        ...         for pane in self.panes:
        ...             pane.draw(screen)
        >>> play = Play(demo_folder)
        >>> play.demo = Facing()
        >>> play.demo.start(play.stage)
        >>> play.tap("Ready", turned=False)
        near
        >>> play.tap("Ready", turned=True)
        far
        """
        spot = (float(at), y) if isinstance(at, int | float) and y is not None else at
        x, y = self.find(spot, turned=turned)  # type: ignore[arg-type]
        self.touch("down", x, y, pointer)
        self.wait(STEP)
        self.touch("up", x, y, pointer)

    def drag(self, start: Spot, end: Spot, pointer: int = 1, seconds: float = 0.3) -> None:
        """Drag a finger from one place to another in so many seconds; each is named as in :meth:`tap`."""
        (ax, ay), (bx, by) = self.find(start), self.find(end)
        self.touch("down", ax, ay, pointer)
        steps = max(1, round(seconds / STEP))
        for step in range(1, steps + 1):
            part = step / steps
            self.wait(STEP)
            self.touch("move", ax + (bx - ax) * part, ay + (by - ay) * part, pointer)
        self.touch("up", bx, by, pointer)

    def type(self, text: str) -> None:
        """Type a text on the keyboard of a :class:`TextEntry` that is on the screen, by taps on its keys.

        Raises :class:`NotOnScreen` for a letter that no key types, naming what there is.

        >>> class Asks(Demo):
        ...     def start(self, stage):
        ...         self.entry = TextEntry(stage.theme, page(stage.theme), stage.language, on_done=print)
        ...     def touch(self, touch):
        ...         self.entry.touch(touch)
        ...     def draw(self, screen):
        ...         self.entry.draw(screen)
        >>> play = Play(demo_folder)
        >>> play.demo = Asks()
        >>> play.demo.start(play.stage)
        >>> play.type("More café.")
        >>> play.tap("Done")
        More café.
        """
        for letter in text:
            if not type_letter(letter, self.stage.language, lambda: (self.targets, self.texts), self.tap):
                raise NotOnScreen(f'No key types "{letter}". There is: {self._told.told()}')

    def badge(
        self,
        number: int,
        proximity: Proximity | None,
        source: Source = "live",
        *,
        role: Role | None = None,
        label: str | None = None,
    ) -> Badge:
        """A numbered badge comes to this station or moves (``touch``, ``near``, ``far``), or leaves (None).

        With ``role="prop"`` and its ``label`` it is a thing with a beacon; what is not said stays as it was.

        >>> play = Play(demo_folder)
        >>> play.badge(7, "touch", role="prop", label="Cotton").label
        'Cotton'
        >>> [one.role for one in play.stage.badges]
        ['prop']
        """
        face = badge(number)
        one = next((here for here in self.stage.badges if here.beacon == face.beacon), face)
        one = msgspec.structs.replace(
            one, role=one.role if role is None else role, label=one.label if label is None else label
        )
        was = self.stage.proximity(one)
        kind: Literal["entered", "moved", "left"] = "left" if proximity is None else "moved" if was else "entered"
        change = Presence(kind=kind, badge=one, proximity=proximity or was or "far", source=source)
        self.control.presence(change)
        self.demo.presence(change)
        return one

    def known(self, number: int, *facts: KnownFact) -> None:
        """The kit answers what it knows of a numbered badge; after ``forget`` it would be nothing."""
        here = self.control.known(badge(number).beacon, facts)
        if here is not None:
            self.demo.known(here)

    def camera(self, picture: Surface | None, source: Source = "live") -> None:
        """The camera's newest picture; None: there is no camera any more."""
        self.control.camera(picture, source)

    def answer(self, value: AnswerValue, item: str = "", voter: int = 1) -> None:
        """Somebody answers on a phone what the demo asked the room; ``voter`` tells phones apart, from 1.

        Raises ValueError if nothing is asked, or for what answers nothing.

        >>> play = Play(demo_folder)
        >>> asked = play.stage.ask(kind="choice", text="ask.title", options=("ask.yes", "ask.no"))
        >>> play.answer(("ask.yes",), voter=2)
        >>> asked.answers
        (Answer(voter=2, item='', value=('ask.yes',)),)
        """
        self._room.answer(voter, value, item)
        self._room.step(self.demo)

    def idea(self, text: str) -> str:
        """Somebody wrote this on a phone and the facilitator let it through; the id by which others answer it."""
        idea = self._room.idea(text)
        self._room.step(self.demo)
        return idea

    @property
    def texts(self) -> list[SeenText]:
        """Every text on the screen now, in the order in which it was drawn."""
        self._look()
        return list(self._told.texts)

    @property
    def targets(self) -> list[SeenTarget]:
        """Everything on the screen that answers to a finger now, as far as widgets drew it."""
        self._look()
        return list(self._told.targets)

    def sees(self, text: str) -> bool:
        """Whether this text is on the screen, alone or as a part of another; case does not matter."""
        self._look()
        return self._told.sees(text)

    def expect(self, text: str, within: float = 0.0) -> None:
        """Wait up to ``within`` seconds until this text is on the screen; raises :class:`NotOnScreen` if it is not."""
        self._until(lambda: self.sees(text), within)
        if not self.sees(text):
            waited = f" after {within:g} s" if within else ""
            raise NotOnScreen(f'"{text}" is not on the screen{waited}. There is: {self._told.told()}')

    def find(self, spot: Spot, *, turned: bool | None = None) -> tuple[float, float]:
        """The middle of a target, or else text, of this name, in pixels; ``turned`` is as in :meth:`tap`.

        Raises :class:`NotOnScreen`.
        """
        if not isinstance(spot, str):
            return spot
        self._look()
        place = self._told.find(spot, turned)
        if place is not None:
            return place
        side = {None: "", True: " on the far side", False: " on the near side"}[turned]
        raise NotOnScreen(f'There is no "{spot}" on the screen to touch{side}. There is: {self._told.told()}')

    @property
    def records(self) -> list[dict[str, Value]]:
        """The evidence the demo recorded so far."""
        return [said[1] for said in self.said if said[0] == "record"]

    @property
    def finished(self) -> bool:
        """Whether the demo came to its own end."""
        return self.control.finished

    @property
    def picture(self) -> Surface:
        """The screen as it is now; copy it to keep it."""
        self._look()
        return self._screen

    def save(self, path: Path | str) -> None:
        """Save the screen as it is now, as PNG."""
        pygame.image.save(self.picture, str(path))

    def _look(self) -> None:
        if self.stage.wants_redraw or not self._told.looked:
            self.draw()

    def _until(self, done: Callable[[], bool], within: float) -> None:
        end = self.seconds + within
        while self.seconds < end and not self.finished and not done():
            self.wait(STEP)


def _open_pygame() -> None:
    """On SDL's dummy display, as on a kit: without any, a demo could not call ``Surface.convert()``."""
    if not pygame.display.get_init() or pygame.display.get_surface() is None:
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
        pygame.display.set_mode((1, 1))
    pygame.font.init()
