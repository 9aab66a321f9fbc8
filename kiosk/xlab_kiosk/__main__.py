"""``python -m xlab_kiosk``: builds the parts of a kiosk in order, runs them, and takes them down in reverse."""

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from pygame import Surface

from xlab.bootnotes import unread
from xlab.catalogue import Entry, find_demos
from xlab.events.visits import EditedLine
from xlab.logfile import keep_log
from xlab.notify import Manager, is_service, service_manager
from xlab.settings import Mistake, Settings, home_folder, hub_url, whatever
from xlab.station.finding import Whereabouts
from xlab_kiosk.host import DemoProcess, orphans, patience, render_pictures, sandbox
from xlab_kiosk.shell.app import App
from xlab_kiosk.shell.care.caretaker import Caretaker, Fetches, which_of
from xlab_kiosk.shell.display import Lookout, open_display, parse_size, ways
from xlab_kiosk.shell.evidence import Evidence
from xlab_kiosk.shell.gallery import Gallery, Render
from xlab_kiosk.shell.hublink import HubLink
from xlab_kiosk.shell.kept_pictures import KeptPictures, look_of_the_stage
from xlab_kiosk.shell.late_outbox import LateOutbox
from xlab_kiosk.shell.pairing import Wish
from xlab_kiosk.shell.ports import StartDemo
from xlab_kiosk.shell.sounds import Sounds
from xlab_kiosk.shell.waker import Waker
from xlab_kiosk.shell.workbench import Workbench, find_only
from xlab_kiosk.shell.worries import Worries

log = logging.getLogger("xlab_kiosk")

FAILED = 1
USED_WRONGLY = 2

DEMO_DATA = "demo-data"
"""The folder of the home in which each demo has one of its own, named by its id."""
PICTURES = "pictures"
"""The folder of the home with how demos look. All of it can be drawn again."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a kiosk until SIGTERM or SIGINT; the exit status: 0 fine, 1 the demo of ``--only`` failed, 2 used wrongly."""
    begun = time.monotonic()
    given = _parser().parse_args(arguments)
    logging.basicConfig(
        level=given.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    home = home_folder(given.home)
    wanted = {name: getattr(given, name) for name in ("hub", "size", "offscreen", "language")}
    settings, mistakes = whatever(home, wanted)
    sys.stderr.write("".join(f"{mistake.text}\n" for mistake in mistakes))
    if mistakes and not is_service():  # a service leaves no screen dark: it goes on without what is wrong, and says so
        return USED_WRONGLY
    only = given.only.resolve() if given.only is not None else None
    if only is None:
        keep_log(home, "kiosk")
    fault = run(home, settings, begun, only, given.screenshot, service_manager(), mistakes)
    if fault:
        sys.stderr.write(f"{fault}\n")
    return FAILED if fault else 0


def run(
    home: Path,
    settings: Settings,
    begun: float,
    only: Path | None = None,
    screenshot: Path | None = None,
    manager: Manager | None = None,
    mistakes: Sequence[Mistake] = (),
) -> str:
    """Build, run, take down. ``begun`` is when the process began, for the log; ``manager`` is who started it.

    ``mistakes`` are what is wrong with the settings and counts as not set.

    With ``only``, the folder of a demo, plays that one alone, approved or not, and returns what was wrong with it;
    with ``screenshot`` too, keeps its first steady picture in that file and ends.
    """
    manager = manager or Manager()
    over: list[App] = []
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True
        manager.stopping("The screen goes dark.")
        for app in over:
            app.stop()

    # Before SDL opens, which would take the signals for itself.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    lookout = Lookout()
    display = open_display(parse_size(settings.size), ways(offscreen=settings.offscreen))
    waker = Waker()
    outbox = LateOutbox(home)
    where = Whereabouts(settings.hub, hub_url(settings, settings.port))
    who = {"station": settings.station, "name": settings.station_name}
    wish = Wish(where, home, **who, wake=waker.wake)
    hub = HubLink(where, home, **who, outbox=outbox, wake=waker.wake, wish=wish)
    evidence = Evidence(outbox, settings.station, kept=hub.deliver, answered=waker.wake)
    speaker = Sounds()
    render = partial(_render, timeout=patience(time.monotonic() - begun))
    if only is None:
        care = _caretaker(home, hub, begun)
        care.clerk.do(orphans.sweep)
        pictures = KeptPictures(home / PICTURES, _watched(care, render), look_of_the_stage())
        gallery = Gallery(lambda: find_demos(home), pictures, waker.wake, care.bill)
    else:
        care = None
        gallery = Gallery(lambda: find_only(only), render, waker.wake)
    app = App(
        settings=settings,
        display=display,
        hub=hub,
        evidence=evidence,
        gallery=gallery,
        start_demo=_starter(home, settings.camera, settings.station_name),
        waker=waker,
        speaker=speaker,
        care=care,
        alive=_watch(manager, lookout if display.kind == "memory" and not settings.offscreen else None, stop),
    )
    app.seen.worries = Worries(mistakes, lambda: evidence.refusing, unread(home))
    over.append(app)
    app.over = stopped
    try:
        app.turn([])
        log.info("On screen %.2f s after the start, %dx%d.", time.monotonic() - begun, *display.size)
        manager.ready(display.seen)
        hub.start()
        if only is not None:
            return Workbench(app, only, screenshot).run()
        app.run()
        if care is not None:
            care.finish_start()  # who ends it in the middle of its start says nothing against a demo
        return ""
    finally:
        app.close()
        speaker.close(0.1)
        hub.close()
        outbox.close()
        display.close()


def _watch(manager: Manager, lookout: Lookout | None, stop: Callable[[], None]) -> Callable[[float], None]:
    """What is done at every turn: a sign of life and, for a kiosk without a screen, a look whether one came.

    What draws in memory cannot move to a screen, so it ends; but only where it is started again.
    """

    def alive(now: float) -> None:
        manager.alive(now)
        if lookout is not None and manager.there and lookout.came(now):
            log.info("A screen is there now: the kiosk ends, to be started again on it.")
            stop()

    return alive


def _starter(home: Path, camera: str, place: str) -> StartDemo:
    """Starts demos, each with a folder of its own to write in; without one where the home cannot be written."""

    def start(
        entry: Entry,
        *,
        size: tuple[int, int],
        language: str,
        reduced_motion: bool = False,
        lines: tuple[EditedLine, ...] = (),
        wake: Callable[[], None] | None = None,
    ) -> DemoProcess:
        data = home / DEMO_DATA / entry.manifest.id if entry.manifest is not None else None
        try:
            if data is not None:
                data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            log.warning("The demo %s can keep nothing, because of its data folder: %s", entry.name, error)
            data = None
        return DemoProcess.start(
            entry,
            size=size,
            language=language,
            reduced_motion=reduced_motion,
            data=data,
            camera=camera,
            place=place,
            lines=lines,
            wake=wake,
        )

    return start


def _caretaker(home: Path, hub: HubLink, begun: float) -> Caretaker:
    def fetching(came: Callable[[], None]) -> Fetches:
        from xlab.station.fetching import Fetching

        return Fetching(home, came)

    return Caretaker(home, hub.send, begun=begun, fetching=fetching, sandbox=sandbox.unprotected)


def _watched(care: Caretaker, draw: Render) -> Render:
    """Draws pictures, and lets the journal of the start know whose code is run for it."""

    def render(entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str) -> Sequence[Surface]:
        with care.starting.suspecting(which_of(entry)):
            return draw(entry, sizes, language=language)

    return render


def _render(entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str, timeout: float) -> Sequence[Surface]:
    return render_pictures(entry, sizes, timeout, language=language).surfaces


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xlab_kiosk",
        description="Show what visitors see and touch.",
        epilog="Example: python -m xlab_kiosk --size 1280x720 --language fr",
    )
    parser.add_argument("--home", type=Path, help="the kit's home folder")
    parser.add_argument("--hub", metavar="URL", help="address of the hub, as http://192.168.4.1:8080")
    parser.add_argument("--size", metavar="WxH", help="size of the window or off-screen picture, as 1280x720")
    parser.add_argument("--offscreen", action="store_true", default=None, help="draw off screen, even with a display")
    parser.add_argument("--language", metavar="CODE", help="language to start in: en, fr or de")
    parser.add_argument("--only", type=Path, metavar="FOLDER", help="play the demo in this folder and no other")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="with --only: keep its first picture and end")
    levels = ("debug", "info", "warning", "error")
    parser.add_argument("--log-level", choices=levels, default="info", help="how much the log says")
    return parser


if __name__ == "__main__":
    sys.exit(main())
