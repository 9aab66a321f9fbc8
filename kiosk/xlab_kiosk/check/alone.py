"""What a demo does when visitors have gone, and what a tap does where nothing is to be tapped: tried, not played.

The shell ends a run that nobody touches any more. So "returns to its start" means for a demo: the next visitor finds
what the first one found, whatever was kept; and while nobody is there it comes to rest, ends by itself, or shows its
start again. At its start it may move as it likes.
"""

import hashlib
from collections.abc import Callable, Iterator
from random import Random

import msgspec
import pygame

from xlab_kiosk.check.aside import tried
from xlab_kiosk.check.looks import Look, shortened
from xlab_kiosk.check.messages import Found
from xlab_kiosk.check.trial import Setting, Trial
from xlab_kiosk.stage.testing import STEP

Signature = tuple[tuple[str, ...], tuple[str, ...]]

LOOKS = 8
"""Looks at a demo that is left alone, one a second."""

SAYS = 3
"""Things a demo may tell the kit while nobody is there: its own end, and what was chosen before."""

_UNTOLD = {"finish", "sound"}
"""What of it tells the kit nothing: a clock may tick to its end with nobody there to hear it."""

STRAY_SECONDS = 0.6
"""Seconds after a tap in which it shows what it did."""

_MARGIN = 12
"""Token pixels around a target in which a tap is meant for it."""

_signatures = msgspec.msgpack.Decoder(tuple[Signature, ...])
_found = msgspec.msgpack.Decoder(tuple[Found, ...])
_encode = msgspec.msgpack.Encoder().encode


def beginning(setting: Setting, pulse: Callable[[float], None]) -> tuple[Signature, ...]:
    """What a new run shows in its first seconds while nobody touches it; nothing where it fails."""

    def begin() -> bytes:
        trial = Trial(setting, pulse)
        return _encode(tuple(_signatures_of(trial)))

    said = tried(begin)
    return _signatures.decode(said) if said else ()


def same_start(first: tuple[Signature, ...], again: tuple[Signature, ...]) -> Iterator[Found]:
    """Whether a run after others begins as the first one did."""
    if first and again and again[0] not in first and first[0] not in again:
        more, less = _words(again[0], first[0]), _words(first[0], again[0])
        change = f"with {more}" if more else f"without {less}"
        text = f"A later run begins {change}, unlike the first, so a visitor finds what another one left."
        yield Found("idle", f"{text} Put nothing into stage.keep that changes where a run begins.")


def left_alone(trial: Trial, start: tuple[Signature, ...], idle_seconds: float, screen: str) -> tuple[Found, ...]:
    """What is wrong if everybody leaves now."""

    def leave() -> bytes:
        said = len(trial.play.said)
        trial.skip(idle_seconds)
        found = [*_busy(trial, said, screen)]
        if not trial.over:
            seen = list(_signatures_of(trial))
            if len(set(seen)) > 1 and not set(seen) <= set(start):
                text = "The demo goes on by itself when nobody is there. Let it rest, finish(), or begin anew."
                found.append(Found("idle", text, screen))
            found += _wasteful(trial, screen)
        return _encode(tuple(found))

    # Where it fails aside, it is let fail in earnest, which tells the place.
    return _found.decode(tried(leave) or leave())


def stray_tap(trial: Trial, look: Look, random: Random) -> Found | None:
    """What is wrong if a tap beside all targets changes the picture."""
    width, height = trial.setting.size
    margin = trial.play.stage.theme.px(_MARGIN)
    areas = [target.rect.inflate(2 * margin, 2 * margin) for target in look.targets]
    spots = ((random.uniform(0, width - 1), random.uniform(0, height - 1)) for _ in range(20))
    spot = next((spot for spot in spots if not any(area.collidepoint(spot) for area in areas)), None)
    if spot is None:
        return None

    def after(do: Callable[[], None]) -> bytes | None:
        def then() -> bytes:
            do()
            trial.skip(STRAY_SECONDS)
            said = repr(trial.play.said).encode()
            _, picture = trial.look()
            return hashlib.sha256(pygame.image.tobytes(picture, "RGB") + said).digest()

        return tried(then)

    def tap() -> None:
        trial.touch("down", *spot)
        trial.touch("up", *spot)

    tapped = after(tap)
    # Twice without a tap: where these differ, the demo has another clock or chance than ours and nothing can be said.
    if tapped is None or not (tapped != after(_nothing) == after(_nothing)):
        return None
    at = f"({spot[0]:.0f}, {spot[1]:.0f})"
    text = f"A tap at {at}, where no target is, does something, so that cannot be checked. Make it an Area or a widget."
    return Found("unchecked", text, look.name)


def _nothing() -> None:
    """No tap."""


def _signatures_of(trial: Trial) -> Iterator[Signature]:
    for _ in range(LOOKS):
        trial.skip(1.0)
        if trial.over:
            return
        yield trial.look()[0].signature


def _busy(trial: Trial, before: int, screen: str) -> Iterator[Found]:
    said = [what for what in trial.play.said[before:] if what[0] not in _UNTOLD]
    if len(said) > SAYS:
        text = f"The demo tells the kit {len(said)} things while nobody is there, the last being {said[-1][0]}."
        yield Found("idle", f"{text} Record what visitors did, when they did it.", screen)


def _wasteful(trial: Trial, screen: str) -> Iterator[Found]:
    """Whether it asks for picture after picture that is the same."""
    pictures = set()
    for _ in range(round(1 / STEP)):
        trial.skip(STEP)
        if trial.over or not trial.play.stage.wants_redraw:
            return
        trial.play.draw()
        pictures.add(hashlib.sha256(trial.play.picture.get_view("0").raw).digest())
    if len(pictures) == 1:
        text = "The demo asks for 60 pictures a second and each is the same. Call redraw() only when something changed."
        yield Found("idle", text, screen)


def _words(one: Signature, other: Signature) -> str:
    """What is said or can be touched on one screen and not on the other."""
    own = [words for words in one[0] + one[1] if words and words not in other[0] + other[1]]
    return f'"{shortened(own[0])}"' if own else ""
