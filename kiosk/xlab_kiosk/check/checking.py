"""The whole check of one demo, in its order: what can be read, how it starts, and how it plays."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

import msgspec
from pygame import Surface

from xlab.catalogue import Entry, Manifest
from xlab.catalogue.checking import PANELS, SECONDS, Checked, Criterion, Finding, Played, Progress, stars_of
from xlab.catalogue.needs import how_to_get, lacking
from xlab_kiosk.check.messages import Stint
from xlab_kiosk.check.session import Session
from xlab_kiosk.check.starting import start_seconds
from xlab_kiosk.check.words import manifest_faults, word_faults
from xlab_kiosk.host import Ended
from xlab_kiosk.host.panel import stage_rect
from xlab_kiosk.stage.theme import Theme

Combination = tuple[tuple[int, int], str]
"""A panel in pixels and a language."""

FRAME_PANEL = (1280, 720)
"""The panel on which the time of frames is judged."""

THUMB_HIGH = 240
"""Pixels of a picture on the contact sheet; pictures of upright panels are higher."""

_TURN = 0.1
_ORDER: tuple[Criterion, ...] = Criterion.__args__  # type: ignore[attr-defined]


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What is played and what is allowed.

    ``seconds`` are simulated, for each combination; ``longest`` is how many real ones they may take. ``frame_ms`` is
    for the work of one picture at 1280x720; ``start_limit`` is in seconds, None if the start is not tried. ``asides``
    and ``strays``: see :class:`~xlab_kiosk.check.messages.Stint`.
    """

    combinations: tuple[Combination, ...]
    seconds: float = SECONDS
    start_limit: float | None = 2.0
    frame_ms: float = 16.0
    idle_seconds: float = 45.0
    asides: int = 3
    strays: int = 12
    seed: int = 1
    longest: float = 240.0
    at_once: int = max(1, min(4, os.cpu_count() or 1))


class Pictured(msgspec.Struct, frozen=True):
    """What one combination showed."""

    panel: tuple[int, int]
    language: str
    pictures: tuple[Surface, ...]


def few() -> tuple[Combination, ...]:
    """Every panel once, and every language: enough for each day, in about a minute."""
    first = ("de", "en", "fr", "de")  # the longest words on the smallest panel and on the narrowest
    return tuple(zip(PANELS, cycle(first), strict=False))


def check(
    entry: Entry, rules: Rules, progress: Callable[[Progress], None] = lambda _: None
) -> tuple[Checked, list[Pictured]]:
    """Check the demo of ``entry``, which must have a manifest. Raises OSError if no process can be started."""
    manifest = entry.manifest
    assert manifest is not None
    assert entry.folder is not None
    found = [*manifest_faults(manifest), *word_faults(entry.folder, manifest)]
    if entry.site is None and (missing := how_to_get(lacking(manifest.python.requires))):
        found.append(Finding(criterion="plays", text=f"{missing}."))
        return _checked(manifest, found, None, []), []
    progress(Progress(0.0, "starting"))
    took = None
    if rules.start_limit is not None:
        took = start_seconds(entry, FRAME_PANEL, rules.combinations[0][1], rules.start_limit)
        if isinstance(took, Ended) and took.outcome != "hung":
            found.append(Finding(criterion="plays", text=f"The demo does not start. {took.detail}"))
            return _checked(manifest, found, None, []), []
        found += _start_faults(took, rules.start_limit)
    sessions = _Play(entry, rules, progress).run()
    played = []
    pictures = []
    for session in sessions:
        found += session.findings
        played += [session.played] if session.played is not None else []
        # Copied: the memory of the session goes with it.
        pictures.append(Pictured(session.panel, session.language, tuple(one.copy() for one in session.pictures)))
    return _checked(manifest, found, took if isinstance(took, float) else None, played), pictures


def _start_faults(took: float | Ended, limit: float) -> Iterator[Finding]:
    if isinstance(took, Ended):
        text = f"The demo starts so slowly that a kit ends it. {took.detail} Load and draw less in start()."
        yield Finding(criterion="start", text=text)
    elif took > limit:
        text = f"The demo takes {took:.1f} s to start; {limit:g} are allowed. Load and draw less in start()."
        yield Finding(criterion="start", text=text)


def _checked(manifest: Manifest, found: Sequence[Finding], took: float | None, played: Sequence[Played]) -> Checked:
    findings = tuple(sorted(merged(found), key=lambda finding: _ORDER.index(finding.criterion)))
    return Checked(
        demo=manifest.id,
        version=manifest.version,
        stars=stars_of(findings),
        findings=findings,
        start_seconds=None if took is None else round(took, 2),
        played=tuple(played),
    )


def merged(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The same thing seen on several panels or in several languages is one finding."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        # A line of the code does one thing, though the words for it may name another file each time.
        text = "" if ", line " in finding.where else finding.text
        groups.setdefault((finding.criterion, finding.where, text), []).append(finding)
    for same in groups.values():
        sizes = dict.fromkeys(size for one in same for size in one.sizes)
        languages = dict.fromkeys(language for one in same for language in one.languages)
        yield msgspec.structs.replace(same[0], sizes=tuple(sizes), languages=tuple(languages))


class _Play:
    """Plays all combinations, as many at once as there are processors."""

    def __init__(self, entry: Entry, rules: Rules, progress: Callable[[Progress], None]) -> None:
        self._entry = entry
        self._rules = rules
        self._progress = progress
        self._woken = threading.Event()
        self._done: list[Session] = []
        self._now: list[Session] = []
        self._told = 0.0

    def run(self) -> list[Session]:
        """Play them; in the order of the rules."""
        waiting = list(self._rules.combinations)
        try:
            while waiting or self._now:
                while waiting and len(self._now) < self._rules.at_once:
                    number = len(self._rules.combinations) - len(waiting)
                    self._now.append(self._session(*waiting.pop(0), self._rules.seed + number))
                self._woken.wait(_TURN)
                self._woken.clear()
                self._turn(time.monotonic())
        finally:
            for session in self._now:
                session.close()
        order = {(f"{w}x{h}", language): n for n, ((w, h), language) in enumerate(self._rules.combinations)}
        return sorted(self._done, key=lambda session: order[session.size, session.language])

    def _turn(self, now: float) -> None:
        for session in list(self._now):
            session.poll(now)
            if session.over:
                self._now.remove(session)
                session.close()
                self._done.append(session)
        part = sum(session.seconds for session in self._now) / self._rules.seconds
        done = round(min(1.0, (len(self._done) + part) / len(self._rules.combinations)), 2)
        if self._now and done != self._told:
            self._told = done
            self._progress(Progress(done, ", ".join(f"{one.size} {one.language}" for one in self._now)))

    def _session(self, panel: tuple[int, int], language: str, seed: int) -> Session:
        rules, manifest = self._rules, self._entry.manifest
        assert manifest is not None
        stint = Stint(
            seconds=rules.seconds,
            seed=seed,
            uses=manifest.uses,
            thumb=thumb(panel),
            longest=rules.longest,
            idle_seconds=rules.idle_seconds,
            asides=rules.asides,
            strays=rules.strays,
            frame_ms=rules.frame_ms if panel == FRAME_PANEL else None,
        )
        return Session(self._entry, panel, language, stint, self._woken.set)


def thumb(panel: tuple[int, int]) -> tuple[int, int]:
    """How large a picture of a demo on this panel is on the contact sheet."""
    wide, high = stage_rect(Theme(panel)).size
    shown = THUMB_HIGH if wide >= high else THUMB_HIGH * 8 // 5
    return round(wide * shown / high), shown
