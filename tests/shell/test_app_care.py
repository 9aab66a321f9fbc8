"""A kiosk off screen that is told what to show, and looks after its demos itself while it is not."""

import io
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pygame
import pytest

from tests.fakes.hublink import KIT, FakeHubLink
from tests.fakes.station import DEMOS, Station
from tests.waiting import PATIENCE
from xlab import events
from xlab.catalogue import Entry, find_demos
from xlab.link import (
    BundlePiece,
    DemoHere,
    DemosHere,
    Orders,
    OrdersAre,
    Programme,
    ProgrammeIs,
    ReportTaken,
    RunReport,
    Slot,
    WantBundle,
    Welcome,
)
from xlab.store import Outbox
from xlab_kiosk.host import DemoProcess, Ended
from xlab_kiosk.shell.care.caretaker import Caretaker
from xlab_kiosk.shell.care.held import STOPPED_STARTS, Which
from xlab_kiosk.shell.care.starting import SECONDS, Starting

DEMO = "try-station"
SECOND = "try-second"


class Kit:
    """One station in a home, one kiosk after another; ``entries()`` are the demos dropped into the home."""

    def __init__(self, home: Path, station: Callable[..., Station]) -> None:
        self.home = home
        self._station = station
        for name in (DEMO, SECOND):
            folder = home / "demos" / f"xlab_demo_{name.replace('-', '_')}"
            shutil.copytree(DEMOS / "xlab_demo_try_station", folder)
            manifest = folder / "demo.toml"
            manifest.write_text(manifest.read_text().replace(f'id = "{DEMO}"', f'id = "{name}"'))

    def entries(self) -> list[Entry]:
        return [entry for entry in find_demos(self.home) if entry.door == "dropped"]

    def slot(self, demo: str, lifted: int = 0) -> Slot:
        digest = next(entry.digest for entry in self.entries() if entry.name == demo)
        return Slot(demo=demo, digest=digest, lifted=lifted)

    def kiosk(self, hub: FakeHubLink | None = None, **options: object) -> Station:
        hub = hub or FakeHubLink()
        care = Caretaker(
            self.home,
            hub.send,
            begun=time.monotonic(),
            sandbox=lambda: "There is none here.",
            **{name: options.pop(name) for name in ("fetching",) if name in options},  # type: ignore[arg-type]
        )
        return self._station(hub=hub, care=care, entries=self.entries(), **options)


@pytest.fixture
def kit(tmp_path: Path, station: Callable[..., Station]) -> Iterator[Kit]:
    yield Kit(tmp_path, station)


def show(kiosk: Station, *slots: Slot) -> None:
    kiosk.hub.say(ProgrammeIs(programme=Programme(slots=slots)))
    kiosk.turn()


def shown(kiosk: Station) -> list[str]:
    return [item.demo for item in kiosk.app.scene.view.items]


def here(kiosk: Station) -> dict[str, DemoHere]:
    told = [message for message in kiosk.hub.sent if isinstance(message, DemosHere)]
    return {demo.demo: demo for demo in told[-1].demos} if told else {}


def fail(kiosk: Station, demo: str = DEMO) -> None:
    """A visitor opens the demo and it crashes."""
    kiosk.turn(skip=10)
    if kiosk.place == "attract":
        kiosk.tap(400, 240)
        kiosk.turn(skip=0.5)
    kiosk.tap_box(f"object {shown(kiosk).index(demo)}")
    kiosk.until(lambda: kiosk.demos and not kiosk.demo.stopped, "the start")
    kiosk.demo.end = Ended("crashed", "ValueError: x")
    kiosk.turn()
    assert kiosk.place == "trouble"


def test_what_was_dropped_is_shown_once_the_programme_names_its_files_and_after_a_restart_too(kit: Kit):
    kiosk = kit.kiosk()
    assert shown(kiosk) == []
    show(kiosk, kit.slot(SECOND), kit.slot(DEMO))
    assert shown(kiosk) == [SECOND, DEMO]
    kiosk.close()
    assert shown(kit.kiosk()) == [SECOND, DEMO]
    (kit.home / "programme.json").write_bytes(b"\x00")
    assert shown(kit.kiosk()) == []


def test_a_demo_that_came_since_the_last_look_is_shown_at_once_when_the_programme_names_it(kit: Kit):
    kiosk = kit.kiosk()
    kiosk.until(lambda: here(kiosk), "the first look")
    kiosk.entries = [entry for entry in kit.entries() if entry.name == DEMO]
    kiosk.app.look_again()
    kiosk.turn()
    assert shown(kiosk) == []
    kiosk.entries = kit.entries()
    show(kiosk, kit.slot(DEMO), kit.slot(SECOND))
    kiosk.until(lambda: shown(kiosk) == [DEMO, SECOND], "the look")


def test_a_demo_that_is_taken_off_ends_when_its_visitor_is_done(kit: Kit):
    kiosk = kit.kiosk()
    show(kiosk, kit.slot(DEMO), kit.slot(SECOND))
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.place == "playing" and kiosk.demos, "the start")
    show(kiosk, kit.slot(SECOND))
    assert (kiosk.place, kiosk.demo.stopped, kiosk.app.scene.view.demo.title) == ("playing", False, "Trial")
    kiosk.tap_box("bar language")
    kiosk.tap_box("language de")
    kiosk.until(lambda: len(kiosk.demos) == 2, "the same demo in another language")
    kiosk.tap_box("bar home")
    kiosk.turn(skip=0.5)
    assert (kiosk.place, shown(kiosk)) == ("menu", [SECOND])


def test_a_demo_whose_files_changed_since_approval_is_not_begun(kit: Kit, outbox: Outbox):
    kiosk = kit.kiosk()
    show(kiosk, kit.slot(DEMO))
    kiosk.find = kit.entries
    (kit.home / "demos" / "xlab_demo_try_station" / "trial.py").write_text("raise SystemExit")
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.place == "trouble", "the friendly card")
    assert kiosk.demos == []
    assert not outbox.pending(10), "what never ran is no run"
    kiosk.until(lambda: shown(kiosk) == [], "its way out of the menu")


def test_the_third_failure_in_a_row_takes_a_demo_off_while_the_hub_is_away(kit: Kit):
    kiosk = kit.kiosk()
    show(kiosk, kit.slot(DEMO), kit.slot(SECOND))
    kiosk.hub.go_away()
    for _ in range(2):
        fail(kiosk)
        assert DEMO in shown(kiosk)
    kiosk.close()
    kiosk = kit.kiosk()
    fail(kiosk)
    assert shown(kiosk) == [SECOND]
    kiosk.hub.say(Welcome(info=KIT))
    kiosk.until(lambda: here(kiosk), "what is here")
    assert "3 times in a row" in here(kiosk)[DEMO].held and not here(kiosk)[SECOND].held
    show(kiosk, kit.slot(DEMO, lifted=1), kit.slot(SECOND))
    assert shown(kiosk) == [DEMO, SECOND]
    kiosk.until(lambda: not here(kiosk)[DEMO].held, "the news of it")


def test_the_hub_is_told_all_there_is_on_every_connection_and_when_it_changed(kit: Kit):
    kiosk = kit.kiosk()
    kiosk.until(lambda: here(kiosk), "what is here")
    assert {demo: (one.door, one.status) for demo, one in here(kiosk).items()} == {
        DEMO: ("dropped", "unapproved"),
        SECOND: ("dropped", "unapproved"),
    }
    assert here(kiosk)[DEMO].digest == kit.slot(DEMO).digest
    count = len([message for message in kiosk.hub.sent if isinstance(message, DemosHere)])
    for _ in range(5):
        kiosk.turn()
    kiosk.hub.say(Welcome(info=KIT))
    kiosk.turn()
    told = [message for message in kiosk.hub.sent if isinstance(message, DemosHere)]
    assert len(told) == count + 1
    assert told[-1].sandbox == "There is none here."


def test_a_station_starts_without_the_demo_that_stopped_two_starts_and_says_so(kit: Kit):
    kiosk = kit.kiosk()
    show(kiosk, kit.slot(DEMO), kit.slot(SECOND))
    kiosk.close()
    for _ in range(2):
        # As if killed: nothing is closed, nothing finished.
        Starting(kit.home / "starting.json").suspect(Which(DEMO, "1.0.0"))
    kiosk = kit.kiosk()
    assert shown(kiosk) == [SECOND]
    kiosk.until(lambda: here(kiosk), "what is here")
    assert here(kiosk)[DEMO].held == STOPPED_STARTS
    kiosk.turn()
    assert kiosk.app.scene.view.left_out == ("Trial",)
    show(kiosk, kit.slot(DEMO, lifted=1), kit.slot(SECOND))
    kiosk.turn()
    assert (shown(kiosk), kiosk.app.scene.view.left_out) == ([DEMO, SECOND], ())


def test_a_start_is_finished_when_everything_is_drawn_or_after_a_while(kit: Kit):
    kiosk = kit.kiosk()
    show(kiosk, kit.slot(DEMO))
    kiosk.until(lambda: kiosk.app.care.starting.finished, "the end of the start")
    kiosk.close()
    drawing, done = threading.Event(), threading.Event()

    def slowly(entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str) -> Sequence[pygame.Surface]:
        drawing.set()
        done.wait(PATIENCE)
        return []

    kiosk = kit.kiosk(render=slowly)
    kiosk.until(drawing.is_set, "the first picture")
    kiosk.turn()
    assert not kiosk.app.care.starting.finished
    kiosk.turn(skip=SECONDS + 1)
    kiosk.until(lambda: kiosk.app.care.starting.finished, "the end of the start")
    done.set()


def test_a_report_of_a_real_crash_waits_for_the_hub_with_traceback_and_picture(kit: Kit, outbox: Outbox):
    kiosk = kit.kiosk(start=DemoProcess.start)
    show(kiosk, kit.slot(DEMO))
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.app.scene.playing.frame is not None and kiosk.place == "playing", "the first picture")
    stage = kiosk.app.scene.playing.stage
    kiosk.hub.go_away()
    kiosk.tap(stage.width * 0.25, stage.y + stage.height * 0.75)
    kiosk.until(lambda: list(kit.home.glob("troubles/*.json")), "the report")
    kiosk.close()
    hub = FakeHubLink()
    kiosk = kit.kiosk(hub)
    hub.say(Welcome(info=KIT))
    kiosk.until(lambda: any(isinstance(message, RunReport) for message in hub.sent), "the report")
    (report,) = [message for message in hub.sent if isinstance(message, RunReport)]
    (ended,) = [draft.fact for draft in outbox.pending(10) if isinstance(draft.fact, events.RunEnded)]
    assert (report.run, report.demo, report.outcome, report.detail) == (ended.run, DEMO, "crashed", ended.detail)
    assert "Traceback" in report.text and "the visitor touched the wrong field" in report.text
    picture = pygame.image.load(io.BytesIO(report.picture), "picture.jpg")
    assert picture.get_width() == 480
    assert all(abs(a - b) < 12 for a, b in zip(picture.get_at((240, 100))[:3], (10, 120, 10), strict=True))
    hub.say(ReportTaken(run=report.run))
    kiosk.until(lambda: not list(kit.home.glob("troubles/*.json")), "the end of the wait")


def test_a_station_stays_muted_over_a_restart(kit: Kit):
    kiosk = kit.kiosk()
    kiosk.hub.say(OrdersAre(orders=Orders(muted=True, locked=True)))
    kiosk.turn()
    kiosk.close()
    kiosk = kit.kiosk()
    assert kiosk.app.ordered.now == Orders(muted=True)


@pytest.mark.parametrize("text", ["", "a line of output\n"])
def test_a_run_that_went_well_is_reported_if_it_printed_something(kit: Kit, text: str):
    kiosk = kit.kiosk()
    show(kiosk, kit.slot(DEMO))
    kiosk.tap(400, 240)
    kiosk.tap_box("object 0")
    kiosk.until(lambda: kiosk.demos and kiosk.place == "playing", "the start")
    kiosk.demo.words = text
    kiosk.tap_box("bar home")
    kiosk.close()
    told = [(message.outcome, message.text) for message in kiosk.hub.sent if isinstance(message, RunReport)]
    assert told == ([("home", text)] if text else [])


class Fetcher:
    """Asks for one bundle, in two pieces."""

    def __init__(self, came: Callable[[], None]) -> None:
        self.came = came

    def want(self, programme: Programme, entries: Sequence[Entry]) -> list[WantBundle]:
        return [WantBundle(seal=programme.slots[0].seal)] if len(entries) < 2 else []

    def take(self, piece: BundlePiece) -> WantBundle | None:
        if piece.offset:
            self.came()
            return None
        return WantBundle(seal=piece.seal, offset=len(piece.data))


def test_what_is_lacking_is_fetched_piece_by_piece_and_shown(kit: Kit):
    kiosk = kit.kiosk(fetching=Fetcher)
    second = kiosk.entries.pop()
    assert second.name == DEMO
    kiosk.app.look_again()
    seal = "ab" * 32
    show(kiosk, msgspec.structs.replace(kit.slot(DEMO), seal=seal), kit.slot(SECOND))

    def wanted(offset: int) -> bool:
        return WantBundle(seal=seal, offset=offset) in kiosk.hub.sent

    kiosk.until(lambda: wanted(0), "the wish")
    kiosk.hub.say(BundlePiece(seal=seal, offset=0, size=6, data=b"abc"))
    kiosk.until(lambda: wanted(3), "the second wish")
    kiosk.entries.append(second)
    kiosk.hub.say(BundlePiece(seal=seal, offset=3, size=6, data=b"def"))
    kiosk.until(lambda: shown(kiosk) == [DEMO, SECOND], "the demo that came")
