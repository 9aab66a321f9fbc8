"""The stage: all a demo knows of the kit, and how it speaks to it."""

from math import isfinite
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Literal, Protocol

from pygame import Surface

from xlab.events import Proximity, Source, Value
from xlab.events.rounds import Kind, Shows
from xlab.events.visits import EditedLine
from xlab_kiosk.stage._texts import Texts, written
from xlab_kiosk.stage.ask import Asked, check_uses, question_of
from xlab_kiosk.stage.assets import Assets
from xlab_kiosk.stage.inputs import Answer, Badge, KnownFact, Presence
from xlab_kiosk.stage.keep import Keep
from xlab_kiosk.stage.probe import Probe, probing
from xlab_kiosk.stage.room import AskRoom, FromRoom, ToRoom
from xlab_kiosk.stage.theme import Theme

if TYPE_CHECKING:
    from xlab_kiosk.stage.demo import Demo

Language = Literal["en", "fr", "de"]

_SOURCES: tuple[Source, ...] = ("live", "recorded", "simulated")
"""From the most to the least real."""


class Outlet(Protocol):
    """Where what a demo says goes: in the demo's process a pipe to the shell, in a test a list.

    >>> class Listening:
    ...     def record(self, values, beacon):
    ...         print(values)
    >>> quiet = Stage(size=(800, 480), language="en", folder=folder, outlet=Listening())
    >>> quiet.record(erased=True)
    {'erased': True}
    """

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        """Keep these values as evidence; ``beacon`` is set if they belong to a badge."""
        ...

    def forget(self, beacon: str) -> None:
        """Erase what is known of this badge."""
        ...

    def ask_known(self, beacon: str) -> None:
        """Ask what is known of this badge; the answer comes later through :meth:`StageControl.known`."""
        ...

    def sound(self, name: str) -> None:
        """Play the sound of this name."""
        ...

    def room(self, said: ToRoom) -> None:
        """Ask the room something, or say what was answered at this screen."""
        ...

    def finish(self) -> None:
        """The demo has come to its own end."""
        ...


class Stage:
    """One run of a demo on one panel.

    ``size`` is the demo's surface in pixels, ``language`` one of ``en``, ``fr``, ``de``, ``theme`` the look of the
    panel, ``folder`` the demo's own folder, ``place`` what the station is called, as ``"Workshop"``, or empty where
    nobody knows. ``keep`` is a small dictionary that outlives the run (see
    :class:`~xlab_kiosk.stage.Keep`). ``random`` is the chance to use: a check that gives a ``seed`` can then repeat a
    run. ``probe`` is told of every text and target in a check, and None in a run.

    >>> class Hello(Demo):
    ...     def draw(self, screen):
    ...         text = self.stage.text("hello")
    ...         draw_text(screen, self.stage.theme, text, screen.get_rect(), "title", "ink", "center", "middle")
    """

    def __init__(
        self,
        *,
        size: tuple[int, int],
        language: str,
        folder: Path,
        outlet: Outlet,
        reduced_motion: bool = False,
        place: str = "",
        data: Path | None = None,
        seed: int | None = None,
        lines: tuple[EditedLine, ...] = (),
    ) -> None:
        self.size = size
        self.language = language
        self.place = place
        self.folder = folder
        self.theme = Theme(size, reduced_motion)
        self.keep = Keep(data)
        self.random = Random(seed)  # noqa: S311 - games, not secrets
        self.probe: Probe | None = None
        self._outlet = outlet
        self._lines = lines
        self._texts = Texts(folder, language, lines)
        self._assets = Assets(folder)
        self._camera: Surface | None = None
        self._present: dict[str, Presence] = {}
        self._known: dict[str, tuple[KnownFact, ...]] = {}
        self._asked: set[str] = set()
        self._rounds: list[Asked] = []
        self._source: Source = "live"
        self._wants_redraw = True
        self._finished = False

    @property
    def badges(self) -> tuple[Badge, ...]:
        """The badges at this station now, in the order in which they came."""
        return tuple(change.badge for change in self._present.values())

    @property
    def source(self) -> Source:
        """Where this run's input comes from: once anything recorded or simulated took part, the run stays so."""
        return self._source

    @property
    def wants_redraw(self) -> bool:
        """Whether :meth:`redraw` was called, or anything else changed, since the last picture."""
        return self._wants_redraw

    def proximity(self, badge: Badge) -> Proximity | None:
        """How close a badge is (``touch``, ``near`` or ``far``), or None if it is not here."""
        change = self._present.get(badge.beacon)
        return change.proximity if change else None

    @property
    def camera(self) -> Surface | None:
        """The newest picture of the station's camera, or None where there is none. Copy it before changing it.

        >>> if stage.camera is not None:
        ...     place = screen.blit(stage.camera, (0, 0))
        """
        return self._camera

    def text(self, key: str, **values: object) -> str:
        """The demo's words for ``key``, from ``locale/<language>.toml``, else from English, else the key itself.

        ``{name}`` in the words is replaced by the value of that name. A table's texts have dotted keys. What
        ``demo.toml`` says is there too, unless ``locale`` says it otherwise: ``title``, ``summary``, ``question`` and
        ``evidence.<name>``.

        >>> stage.text("seen", count=3)  # seen = "Seen {count} times"
        'Seen 3 times'
        """
        return self._texts.get(key, values)

    def keys(self, table: str) -> tuple[str, ...]:
        """The keys of all texts of a table of the demo's words, in the order of ``locale/en.toml``.

        Of the table that ``demo.toml`` names as ``editable``, they are the lines as the facilitator left them for this
        visit: some left out, some added, and what :meth:`text` says of them may be reworded. They do not change while
        a run goes on.

        >>> stage.keys("ask")
        ('ask.title', 'ask.yes', 'ask.no')
        """
        return self._texts.keys(table)

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as this language writes it: ``1,234.5`` in English, ``1.234,5`` in German, ``1 234,5`` in French.

        >>> stage.number(1234.5, 1)
        '1,234.5'
        """
        return written(value, decimals, self.language)

    def picture(self, name: str, size: tuple[int, int] | None = None) -> Surface:
        """The picture in ``pictures/<name>.png`` of the demo's folder, as large as fits into ``size`` (pixels).

        It keeps its proportions, and is kept and shared: draw from it, never on it. Raises FileNotFoundError if there
        is none, ValueError if it cannot be read.

        >>> screen.blit(stage.picture("shoe", (320, 240)), (40, 40))
        Rect(40, 40, 320, 160)
        """
        return self._assets.picture(name, size)

    def sound(self, name: str) -> None:
        """Play ``sounds/<name>.ogg`` (or ``.wav``) of the demo's folder, if sound is on. Name it in ``uses``.

        Raises FileNotFoundError if there is none.

        >>> stage.sound("knock")
        """
        self._assets.sound(name)
        self._outlet.sound(name)

    def known(self, badge: Badge) -> tuple[KnownFact, ...]:
        """What the kit knows about a badge, oldest first.

        The first call asks for it and gives nothing yet; :meth:`Demo.known` tells when the answer came.

        >>> [fact.what for fact in stage.known(badge)]
        ['entered', 'entered']
        """
        if badge.beacon not in self._asked:
            self._asked.add(badge.beacon)
            self._outlet.ask_known(badge.beacon)
        return self._known.get(badge.beacon, ())

    def forget(self, badge: Badge) -> None:
        """Erase all the kit knows about a badge. The next :meth:`known` asks again, to show that it is gone."""
        self._known.pop(badge.beacon, None)
        self._asked.discard(badge.beacon)
        self._outlet.forget(badge.beacon)
        self.redraw()

    def record(self, badge: Badge | None = None, **values: Value) -> None:
        """Keep values as evidence; their names are those of ``[evidence]`` in ``demo.toml``.

        Give the badge only if the values belong to it: they are then forgotten with it. Raises TypeError for a value
        that is no bool, number or text, and ValueError for a number that is not finite.

        >>> stage.record(erased=True)
        """
        for name, value in values.items():
            if not isinstance(value, bool | int | float | str):
                kind = type(value).__name__
                raise TypeError(f"{name} is a {kind}; a demo can record True or False, a number or a text.")
            if isinstance(value, float) and not isfinite(value):
                raise ValueError(f"{name} is {value}; a demo can record finite numbers only.")
        if values:
            self._outlet.record(dict(values), badge.beacon if badge else None)

    def ask(
        self,
        *,
        kind: Kind,
        text: str,
        options: tuple[str, ...] = (),
        shows: Shows = "live",
        ideas: bool = False,
        most: int = 1,
        low: str = "",
        high: str = "",
        steps: int = 5,
        budget: int = 100,
        lasts: bool = False,
    ) -> Asked:
        """Put a question to the phones of all who are here; :meth:`Demo.answer` tells of every answer.

        ``text``, ``options``, ``low`` and ``high`` are keys of the demo's words: each phone reads them in its own
        language. An option's key is also its name in answers. Results are seen ``live``, or ``on_close`` by nobody
        until the question is closed. A run asks one thing at a time: asking again closes the question before, and so
        does the end of the run. Name phones in ``uses``. Raises ValueError, saying what to mend.

        With ``lasts`` the question goes on after the run: phones go on answering, and the next run of this demo at this
        station that asks the same finds it, with all that was answered and written. Who answers at the screen then is
        somebody else. It ends when another group comes in, with the visit, by the facilitator's hand, by
        :meth:`Asked.close`, or when the demo asks something else here.

        ========== =============================================== ==================================================
        kind       it takes                                        what an answer is
        ========== =============================================== ==================================================
        choice     ``options``, ``most`` that one may choose       the options chosen
        pair       ``options``, ``ideas``                          item ``"one|other"``: the better one
        scale      ``low``, ``high`` at its ends, ``steps``        1 to ``steps``
        rank       ``options``                                     options, the best first; some may be left out
        budget     ``options``, ``budget`` to spend                points by option
        statements ``options``, ``ideas`` that people may add      item: the statement; 1 agree, 0 pass, -1 disagree
        text       nothing more                                    none: what people write is in ``ideas``
        ========== =============================================== ==================================================

        >>> asked = stage.ask(kind="choice", text="ask.title", options=("ask.yes", "ask.no"))
        >>> asked.open, asked.answered
        (True, 0)
        """
        check_uses(self.folder)
        texts = {"text": text, "low": low, "high": high}
        question = question_of(
            *(self.folder, self._lines, texts, options), kind=kind, ideas=ideas, most=most, steps=steps, budget=budget
        )
        said = AskRoom(len(self._rounds) + 1, question, shows, lasts)
        if self._rounds:
            self._rounds[-1]._make_way()
        asked = Asked(said, self._outlet.room, self.redraw, self.language)
        self._rounds.append(asked)
        return asked

    def finish(self) -> None:
        """End the run: the station goes back to its menu. Calling it again does nothing."""
        if not self._finished:
            self._finished = True
            self._outlet.finish()

    def redraw(self) -> None:
        """Have :meth:`Demo.draw` called for the next picture. Call it whenever something visible changed."""
        self._wants_redraw = True


class StageControl:
    """The host's hand on a stage: what changes it from outside. Demos never see one.

    >>> control = StageControl(stage)
    >>> control.presence(change)
    >>> demo.presence(change)
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def presence(self, change: Presence) -> None:
        """A badge came, moved or went. Call it before :meth:`Demo.presence`."""
        stage = self.stage
        if change.kind == "left":
            stage._present.pop(change.badge.beacon, None)
        else:
            stage._present[change.badge.beacon] = change
        stage._source = max(stage._source, change.source, key=_SOURCES.index)
        stage.redraw()

    def known(self, beacon: str, facts: tuple[KnownFact, ...]) -> Badge | None:
        """What the kit knows about a beacon. Returns its badge if it is here, for :meth:`Demo.known`."""
        stage = self.stage
        stage._known[beacon] = facts
        stage._asked.add(beacon)
        stage.redraw()
        change = stage._present.get(beacon)
        return change.badge if change else None

    def camera(self, picture: Surface | None, source: Source) -> None:
        """A new picture of the camera and where it comes from, or None: there is no camera any more."""
        stage = self.stage
        stage._camera = picture
        stage._source = max(stage._source, source, key=_SOURCES.index)
        stage.redraw()

    def room(self, said: FromRoom) -> None:
        """News of what the demo asked the room."""
        if self.stage._rounds:
            self.stage._rounds[-1]._hear(said)

    def answers(self) -> list[Answer]:
        """Answers since the last call, for :meth:`Demo.answer`."""
        return [answer for asked in self.stage._rounds for answer in asked._take_news()]

    def draw(self, demo: "Demo", screen: Surface) -> None:
        """Have the demo draw; the stage's probe is told what. Nothing is due then until something changes."""
        self.drawn()  # before drawing: a demo that asks for the next picture while it draws this one gets it
        with probing(self.stage.probe):
            demo.draw(screen)

    def drawn(self) -> None:
        """A picture was drawn: nothing more to redraw until something changes."""
        self.stage._wants_redraw = False

    @property
    def finished(self) -> bool:
        """Whether the demo said that it is over."""
        return self.stage._finished
