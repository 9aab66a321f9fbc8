"""``python -m xlab_kiosk.check.player SOCKET MEMORY PARENT``: the process in which a check plays a demo.

It is started, boxed and watched like the process a demo has on a kit (:mod:`xlab_kiosk.host.spawn`). The first packet
on the socket says which demo, the second what to do with it.
"""

import contextlib
import logging
import os
import random
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec
from pygame import Surface, transform

from xlab_kiosk.check import alone
from xlab_kiosk.check.looks import Look, faults, pale, shortened
from xlab_kiosk.check.messages import SHOTS, Beat, Done, Found, Shot, Stint, decode_stint, encode
from xlab_kiosk.check.meter import frame_ms, growth_mb, leaks, memory_mb
from xlab_kiosk.check.trial import Setting, Stuck, Trial, stuck
from xlab_kiosk.check.visitor import Visitor
from xlab_kiosk.check.watch import Watch
from xlab_kiosk.host import doors, wire
from xlab_kiosk.host.frames import surfaces
from xlab_kiosk.host.load import fault_of
from xlab_kiosk.host.runner import settle_in
from xlab_kiosk.host.sandbox import DATA_NAME
from xlab_kiosk.stage.demo import Demo

MOST_FOUND = 200
"""Things told of one panel and language; who finds more has said enough."""

PALE_LOOKS = 5
"""Looks in a row in which a text that never stands still was hard to read: then it does not just fade in."""

BEAT_EVERY = 0.25
UNTIMED_EVERY = 2
"""Steps of 1/60 s from one picture to the next on panels whose pictures are not timed: a busy kit shows no more."""

SAMPLES = 24
"""How often memory is looked at in the whole play."""


class Player:
    """Plays one demo on one panel in one language for as long as it is told, and tells what it finds."""

    def __init__(self, begin: wire.BeginRun, stint: Stint, memory: int, send: Callable[[msgspec.Struct], None]) -> None:
        self._stint = stint
        self._send = send
        self._slots = surfaces(memory, [stint.thumb] * SHOTS)
        self._told: set[Found] = set()
        self._seen: set[tuple[tuple[str, ...], int]] = set()
        self._strayed: set[str] = set()
        self._shots = 0
        self._pale: dict[str, int] = {}
        self._beat = 0.0
        data = os.environ.get(DATA_NAME, "")
        camera = "camera" in stint.uses
        self._setting = Setting(begin.folder, begin.size, begin.language, data, stint.seed, camera)
        self._random = random.Random(stint.seed)  # noqa: S311 - a visitor's whims
        badges = "beacons" in stint.uses
        self._visitor = Visitor(random.Random(stint.seed + 1), begin.size, badges=badges)  # noqa: S311
        self._watch = Watch(Path(begin.folder), Path(data) if data else None, stint.uses, self.tell)

    def tell(self, found: Found) -> None:
        """Tell it, once."""
        if found not in self._told and len(self._told) < MOST_FOUND:
            self._told.add(found)
            self._send(found)

    def play(self) -> Done:
        """Play; raises whatever the demo raises."""
        stint = self._stint
        self._beating(0.0)  # before there is any copy of this process: who speaks first is asked where it hangs
        self._watch.begin()
        _Warnings(self.tell).listen()
        random.seed(stint.seed)
        later = _Twin(self._setting, self._beating)
        start = alone.beginning(self._setting, self._beating)
        trial = Trial(self._setting, self._beating, every=1 if stint.frame_ms is not None else UNTIMED_EVERY)
        self._declared(trial.play.demo)
        self._visitor.begin()
        grown, until = self._play(trial, start), trial.seconds
        trial.play.stage.keep.save()
        for found in alone.same_start(start, later.look()):
            self.tell(found)
        if "sound" in trial.heard and "sound" not in stint.uses:
            text = 'The demo plays sounds, but nobody will hear one. Add "sound" to uses in demo.toml.'
            self.tell(Found("manifest", text, "demo.toml"))
        shown = frame_ms(trial.frames)
        if stint.frame_ms is not None and shown is not None and shown > stint.frame_ms:
            text = f"One picture in 20 takes more than {shown:.1f} ms; {stint.frame_ms:g} are allowed at this size."
            self.tell(Found("frames", f"{text} Draw once and keep what does not change; glows and scaling cost most."))
        if leaks(grown):
            text = f"Memory grew by {growth_mb(grown):.0f} MB in the second half of the play and goes on growing."
            self.tell(Found("memory", f"{text} Keep no pictures or lists that only grow."))
        return Done(
            seconds=round(until, 1),
            frames=len(trial.frames),
            runs=trial.runs,
            frame_ms=None if shown is None else round(shown, 2),
            grown_mb=round(max(0.0, growth_mb(grown)), 1),
        )

    def _play(self, trial: Trial, start: tuple[alone.Signature, ...]) -> list[float]:
        """Be a visitor for the whole time; memory at even times, in MB."""
        stint, grown = self._stint, [memory_mb()]
        deadline = trial.watch.now() + stint.longest
        asides, strays = self._moments(stint.asides), self._moments(stint.strays)
        while trial.seconds < stint.seconds and trial.watch.now() < deadline:
            look = self._look(trial)
            if not trial.over:
                self._visitor.act(trial, look.targets)
            if trial.over:
                trial.again()
                self._visitor.begin()
            elif strays and trial.seconds >= strays[0]:
                strays.pop(0)
                self._stray(trial)
            elif asides and trial.seconds >= asides[0]:
                asides.pop(0)
                self._leave(trial, start)
            if trial.seconds >= stint.seconds * len(grown) / SAMPLES:
                grown.append(memory_mb())
            self._beating(trial.seconds)
        if asides and not trial.over:  # a short play has few moments
            self._leave(trial, start)
        return grown

    def _moments(self, count: int) -> list[float]:
        """So many moments spread over the play."""
        return [self._stint.seconds * (number + 0.5) / count for number in range(count)]

    def _leave(self, trial: Trial, start: tuple[alone.Signature, ...]) -> None:
        """Try what happens if the visitor goes away now."""
        for found in alone.left_alone(trial, start, self._stint.idle_seconds, trial.look()[0].name):
            self.tell(found)

    def _stray(self, trial: Trial) -> None:
        """Tap beside every target, once more on each screen that took no such tap so far."""
        look, _ = trial.look()
        found = None if look.name in self._strayed else alone.stray_tap(trial, look, self._random)
        if found is not None:
            self._strayed.add(look.name)
            self.tell(found)

    def _look(self, trial: Trial) -> Look:
        """Look at the screen, say what is wrong with it, and keep a picture of one that was not seen before."""
        everything, calm, picture = trial.look_twice()
        if trial.over:
            return everything
        for found in faults(calm, picture, trial.play.stage.theme, everything.name):
            self.tell(found)
        self._judge_restless(everything, calm, picture)
        kind = tuple(sorted(target.name for target in everything.targets)), len(everything.texts)
        settled = len(calm.texts) == len(everything.texts) or not self._shots
        if settled and kind not in self._seen and self._shots < SHOTS:
            self._seen.add(kind)
            self._keep(picture)
        return everything

    def _judge_restless(self, everything: Look, calm: Look, picture: Surface) -> None:
        """A text that never stands still is judged after a while: by then it is no longer just coming in."""
        restless = {text.text: text for text in everything.texts if text not in calm.texts}
        faint = {words: fault for words, text in restless.items() if (fault := pale(text, picture)) is not None}
        self._pale = {words: self._pale.get(words, 0) + 1 for words in faint}
        for words, count in self._pale.items():
            if count >= PALE_LOOKS:
                self.tell(msgspec.structs.replace(faint[words], where=everything.name))

    def _keep(self, picture: Surface) -> None:
        slot, wide, high = self._slots[self._shots], *self._stint.thumb
        slot.blit(transform.smoothscale(picture.convert(32), (wide, high)), (0, 0))
        self._send(Shot(self._shots))
        self._shots += 1

    def _declared(self, demo: Demo) -> None:
        """What the demo listens to, the kit must know of."""
        if "beacons" not in self._stint.uses and type(demo).presence is not Demo.presence:
            text = 'The demo listens for badges, but will never hear of one. Add "beacons" to uses in demo.toml.'
            self.tell(Found("manifest", text, "demo.toml"))

    def _beating(self, seconds: float) -> None:
        now = time.monotonic()
        if now >= self._beat:
            self._beat = now + BEAT_EVERY
            self._send(Beat(seconds))


class _Twin:
    """A process that has not seen the demo yet, and will begin a run of it when the play is over."""

    def __init__(self, setting: Setting, pulse: Callable[[float], None]) -> None:
        self._setting = setting
        self._pulse = pulse
        self._go, self._answer = os.pipe(), os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            with contextlib.suppress(BaseException):
                self._wait()
            os._exit(0)
        os.close(self._go[0])
        os.close(self._answer[1])

    def _wait(self) -> None:
        os.close(self._go[1])
        os.read(self._go[0], 1)
        os.write(self._answer[1], msgspec.msgpack.encode(alone.beginning(self._setting, self._pulse)))

    def look(self) -> tuple[alone.Signature, ...]:
        """What the run shows in its first seconds."""
        os.write(self._go[1], b"!")
        said = b""
        while piece := os.read(self._answer[0], 65536):
            said += piece
        os.waitpid(self._pid, 0)
        return msgspec.msgpack.decode(said, type=tuple[alone.Signature, ...]) if said else ()


class _Warnings(logging.Handler):
    """What the stage says of the demo's words while it runs."""

    def __init__(self, tell: Callable[[Found], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def listen(self) -> None:
        """From now on."""
        logging.getLogger("xlab_kiosk.stage._texts").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(Found("words", shortened(record.getMessage(), 300)))


def main(link_fd: int, memory: int, parent: int) -> int:
    """Play what the check asks for; returns the exit status."""
    settle_in(parent)
    link = socket.socket(fileno=link_fd)

    def send(message: msgspec.Struct) -> None:
        link.send(encode(message))

    begin = wire.decode_to_demo(link.recv(wire.MAX_TO_DEMO))
    stint = decode_stint(link.recv(wire.MAX_TO_DEMO))
    if not isinstance(begin, wire.BeginRun):
        return wire.FAULT_STATUS
    doors.shut(boxed=not parent, network=False)
    if begin.site:
        sys.path.insert(0, begin.site)
    try:
        player = Player(begin, stint, memory, send)
        try:
            send(player.play())
        except Stuck as error:
            player.tell(stuck(error))
    except (BrokenPipeError, ConnectionResetError):
        return 0  # nobody wants to know any more
    except BaseException as error:  # the border of the demo's code: whatever it raises is told, then the process ends
        try:
            send(fault_of(error, Path(begin.folder)))
        except OSError:  # the demo closed the socket
            traceback.print_exc()
        return wire.FAULT_STATUS
    return 0


if __name__ == "__main__":
    status = main(*map(int, sys.argv[1:]))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status & 0xFF)  # a thread or an exit hook of the demo could keep the process for ever
