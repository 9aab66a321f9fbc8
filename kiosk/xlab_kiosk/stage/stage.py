"""The stage: all a demo knows of the kit, and how it speaks to it."""

import logging
import tomllib
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Literal, Protocol

from xlab.events import Proximity, Source, Value
from xlab_kiosk.stage.inputs import Badge, KnownFact, Presence
from xlab_kiosk.stage.theme import Theme

Language = Literal["en", "fr", "de"]

_SOURCES: tuple[Source, ...] = ("live", "recorded", "simulated")
"""From the most to the least real."""

_log = logging.getLogger(__name__)


class Outlet(Protocol):
    """Where what a demo says goes: in the demo's process a pipe to the shell, in a test a list."""

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        """Keep these values as evidence; ``beacon`` is set if they belong to a badge."""
        ...

    def forget(self, beacon: str) -> None:
        """Erase what is known of this badge."""
        ...

    def ask_known(self, beacon: str) -> None:
        """Ask what is known of this badge; the answer comes later through :meth:`StageControl.known`."""
        ...

    def finish(self) -> None:
        """The demo has come to its own end."""
        ...


class Stage:
    """One run of a demo on one panel.

    ``size`` is the demo's surface in pixels, ``language`` one of ``en``, ``fr``, ``de``, ``theme`` the look of the
    panel, ``folder`` the demo's own folder.

    >>> class Hello(Demo):
    ...     def draw(self, screen):
    ...         text = self.stage.text("hello")
    ...         draw_text(screen, self.stage.theme, text, screen.get_rect(), "title", "ink", "center", "middle")
    """

    def __init__(
        self, *, size: tuple[int, int], language: str, folder: Path, outlet: Outlet, reduced_motion: bool = False
    ) -> None:
        self.size = size
        self.language = language
        self.folder = folder
        self.theme = Theme(size, reduced_motion)
        self._outlet = outlet
        self._texts = _Texts(folder / "locale", language)
        self._present: dict[str, Presence] = {}
        self._known: dict[str, tuple[KnownFact, ...]] = {}
        self._asked: set[str] = set()
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

    def text(self, key: str, **values: object) -> str:
        """The demo's words for ``key``, from ``locale/<language>.toml``, else from English, else the key itself.

        ``{name}`` in the words is replaced by the value of that name. A table's texts have dotted keys.

        >>> stage.text("seen", count=3)  # seen = "Seen {count} times"
        'Seen 3 times'
        """
        return self._texts.get(key, values)

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

    def drawn(self) -> None:
        """A picture was drawn: nothing more to redraw until something changes."""
        self.stage._wants_redraw = False

    @property
    def finished(self) -> bool:
        """Whether the demo said that it is over."""
        return self.stage._finished


class _Texts:
    """A demo's own words, in its language and in English."""

    def __init__(self, folder: Path, language: str) -> None:
        self._tables = [_table(folder / f"{code}.toml") for code in dict.fromkeys((language, "en"))]

    def get(self, key: str, values: Mapping[str, object]) -> str:
        text = next((table[key] for table in self._tables if key in table), key)
        if not values:
            return text
        try:
            return text.format(**values)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            _log.warning("The text %r cannot take its values (%s): %r", key, error, text)
            return text


def _table(path: Path) -> dict[str, str]:
    try:
        return _flat(tomllib.loads(path.read_text("utf-8")), "")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        _log.warning("The words in %s cannot be read: %s", path, error)
        return {}


def _flat(table: Mapping[str, object], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = str(value)
    return flat
