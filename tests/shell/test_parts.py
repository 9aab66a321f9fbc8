"""The small parts of the shell, each by itself."""

import io
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Rect, Surface

from tests.fakes.station import trial_entry
from tests.waiting import PATIENCE
from xlab import events
from xlab.catalogue import Entry
from xlab.events import Draft
from xlab.store import Outbox
from xlab_kiosk.shell import slip
from xlab_kiosk.shell.display import open_display, parse_size, ways
from xlab_kiosk.shell.evidence import Evidence
from xlab_kiosk.shell.gallery import Gallery
from xlab_kiosk.shell.geometry import PAGE, cutouts, pages
from xlab_kiosk.shell.knowledge import facts
from xlab_kiosk.shell.router import Router
from xlab_kiosk.shell.screencast import Screencast, jpeg
from xlab_kiosk.shell.view import TogglePad, item
from xlab_kiosk.stage.inputs import Badge, Presence, Touch


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def nothing() -> None:
    """Nobody needs to be woken."""


def draft(number: int, fact: events.Fact, wall: float, station: str | None = "st-1") -> Draft:
    return Draft(id=str(number), wall=wall, boot="b", mono=wall, fact=fact, station=station)


# --- display


def test_where_to_draw_is_decided_by_setting_then_machine(tmp_path: Path):
    (tmp_path / "card0").touch()
    assert ways(offscreen=True, environ={"DISPLAY": ":0"}, dri=tmp_path) == ["memory"]
    assert ways(offscreen=False, environ={"DISPLAY": ":0"}, dri=tmp_path) == ["window", "memory"]
    assert ways(offscreen=False, environ={"WAYLAND_DISPLAY": "w"}, dri=tmp_path) == ["window", "memory"]
    assert ways(offscreen=False, environ={}, dri=tmp_path) == ["panel", "memory"]


def test_a_machine_without_a_screen_says_why_it_draws_in_memory(tmp_path: Path, caplog):
    assert ways(offscreen=False, environ={}, dri=tmp_path / "none") == ["memory"]
    assert "no DISPLAY" in caplog.text


def test_a_driver_that_fails_hands_over_to_memory(monkeypatch: pytest.MonkeyPatch, caplog):
    pygame.display.quit()  # the driver is chosen once, and another test may have opened one
    monkeypatch.setenv("SDL_VIDEODRIVER", "no-such-driver")
    display = open_display((640, 480), ["window", "memory"])
    assert (display.kind, display.size) == ("memory", (640, 480))
    assert "could not be opened as a window" in caplog.text
    display.surface.fill("red")
    display.flip()
    display.show_cursor(False)
    display.close()


@pytest.mark.parametrize(
    ("text", "size"), [("", None), ("800x480", (800, 480)), ("100x9999", (480, 2160)), ("1280x720", (1280, 720))]
)
def test_sizes_are_kept_within_what_the_layouts_are_made_for(text: str, size: tuple[int, int] | None):
    assert parse_size(text) == size


# --- geometry


@given(st.integers(300, 1900), st.integers(200, 1200), st.integers(1, 12))
def test_cutouts_lie_in_their_area_apart_and_are_alike(width: int, height: int, count: int):
    area = Rect(10, 20, width, height)
    rects = cutouts(area, count, 16, (600, 500), 1.2)
    assert len(rects) == count
    assert len({rect.size for rect in rects}) == 1
    for index, rect in enumerate(rects):
        assert area.contains(rect)
        assert rect.inflate(15, 15).collidelist(rects[:index]) == -1


@given(st.integers(0, 200))
def test_pages_hold_every_demo_once_and_are_about_equally_full(count: int):
    all_pages = pages(count)
    assert [number for page in all_pages for number in page] == list(range(count))
    sizes = [len(page) for page in all_pages]
    assert max(sizes) <= PAGE and max(sizes) - min(sizes) < max(2, len(sizes))


# --- what is known, and words


def test_known_facts_come_in_order_each_once_with_the_names_of_stations():
    entered = draft(1, events.PresenceChanged(kind="entered", beacon="b", proximity="touch"), 10.0)
    given_ = draft(2, events.BadgeGiven(beacon="b", animal="fox", accent="coral"), 5.0, None)
    recorded = draft(3, events.Recorded(run="r", demo="d", values={"erased": True}, beacon="b"), 20.0)
    run = draft(4, events.RunEnded(run="r", demo="d", outcome="home", seconds=1.0), 30.0)
    known = facts([recorded, entered, entered, given_, run], {"st-1": "Entrance"})
    assert [(fact.wall, fact.what, fact.station, fact.detail) for fact in known] == [
        (5.0, "given", "", "fox"),
        (10.0, "entered", "Entrance", "touch"),
        (20.0, "erased", "Entrance", "True"),
    ]


def test_a_demo_speaks_the_visitors_language_or_english_and_has_its_stages_colour():
    entry = trial_entry()
    german, french = item(entry, "de"), item(entry, "fr")
    assert (german.title, german.question, german.tone) == ("Versuch", "Geht es weiter?", "leaf")
    assert (french.title, french.question) == ("Essai", "Does the station go on?")
    manifest = entry.manifest
    assert manifest is not None
    engagement = msgspec.structs.replace(manifest.engagement, stages=(), question={})
    bare = msgspec.structs.replace(entry, manifest=msgspec.structs.replace(manifest, engagement=engagement))
    assert (item(bare, "fr").question, item(bare, "fr").tone) == ("Does what the shell's tests ask of it", "paper")


# --- paper


def test_the_code_leads_to_an_address_because_phones_do_not_know_names():
    urls = ("http://lab.local:8080", "http://192.168.4.1:8080")
    assert slip.addresses(urls) == ("http://192.168.4.1:8080", "http://lab.local:8080")
    assert slip.addresses(("http://lab.local:8080",)) == ("http://lab.local:8080", "")
    assert slip.addresses(("http://[fd00::1]:8080/", "http://lab.local")) == (
        "http://[fd00::1]:8080/",
        "http://lab.local",
    )
    assert slip.addresses(()) == ("", "")
    assert (slip.grouped("917261"), slip.grouped("12345"), slip.grouped("ab-cd-ef")) == ("917 261", "12345", "ab-cd-ef")
    assert slip.short("http://192.168.4.1:8080/") == "192.168.4.1:8080"


def test_qr_modules_are_whole_and_never_too_small_for_a_phone():
    import segno

    content = "http://192.168.178.145:8080"
    modules = segno.make(content, error="m", micro=False).symbol_size(border=slip.QUIET)[0]
    assert slip.fitting_qr(content, 10).get_width() == modules * slip.SMALLEST_MODULE
    large = slip.fitting_qr(content, 300)
    side = large.get_width() // modules
    assert large.get_width() == side * modules <= 300
    finder = [large.get_at((slip.QUIET * side + side * x + side // 2, slip.QUIET * side + side // 2)) for x in range(8)]
    assert [sum(color[:3]) < 200 for color in finder] == [True] * 7 + [False]


# --- evidence


def presence(kind: str) -> Presence:
    return Presence(kind=kind, badge=Badge("s/1/1", "fox", "coral"), proximity="touch", source="simulated")  # type: ignore[arg-type]


def test_one_simulated_badge_makes_the_rest_of_a_run_simulated(outbox: Outbox):
    evidence = Evidence(outbox, "st-1", kept=nothing, answered=nothing)
    manifest = trial_entry().manifest
    assert manifest is not None
    evidence.start(manifest, "en", 10.0, simulated=False)
    evidence.present(presence("entered"))
    evidence.end("home", "", 12.5)
    evidence.start(manifest, "en", 20.0, simulated=False)
    evidence.close(10)
    drafts = outbox.pending(10)
    assert [draft.source for draft in drafts] == ["live", "simulated", "simulated", "simulated", "live"]
    assert {draft.station for draft in drafts} == {"st-1"}
    assert drafts[3].fact.seconds == 2.5
    assert drafts[3].fact.run == drafts[0].fact.run != drafts[4].fact.run


def test_the_face_of_a_simulated_badge_is_told_once(outbox: Outbox):
    evidence = Evidence(outbox, "st-1", kept=nothing, answered=nothing)
    for kind in ("entered", "left", "entered"):
        evidence.present(presence(kind))
    evidence.close(10)
    kinds = [type(draft.fact).__name__ for draft in outbox.pending(10)]
    assert kinds == ["BadgeGiven", "PresenceChanged", "PresenceChanged", "PresenceChanged"]


def test_the_face_of_a_simulated_badge_is_told_again_after_it_was_forgotten(outbox: Outbox):
    evidence = Evidence(outbox, "st-1", kept=nothing, answered=nothing)
    evidence.present(presence("entered"))
    evidence.forget("s/1/1")
    evidence.present(presence("entered"))
    evidence.close(10)
    kinds = [type(draft.fact).__name__ for draft in outbox.pending(10)]
    assert kinds == ["ForgetBadge", "BadgeGiven", "PresenceChanged"]


def test_without_a_run_nothing_is_recorded(outbox: Outbox):
    evidence = Evidence(outbox, "st-1", kept=nothing, answered=nothing)
    evidence.record({"language": "en"}, None)
    evidence.end("home", "", 1.0)
    evidence.close(10)
    assert outbox.pending(10) == []


# --- live screen


def test_the_live_picture_is_bounded_in_rate_and_only_of_changes():
    sent: list[bytes] = []
    cast = Screencast(sent.append)
    screen = Surface((800, 480))
    cast.changed()
    cast.offer(screen, 0.0)
    assert cast.due() is None and not sent
    cast.watch(True)
    assert cast.due() is not None
    cast.offer(screen, 100.0)
    wait_for(lambda: len(sent) == 1)
    cast.offer(screen, 101.0)  # unchanged
    cast.changed()
    cast.offer(screen, 100.05)  # too soon
    assert cast.due() == pytest.approx(100.125)
    cast.offer(screen, 100.2)
    wait_for(lambda: len(sent) == 2)
    cast.close(5)
    assert "screencast" not in {thread.name for thread in threading.enumerate()}


def test_a_picture_that_cannot_be_sent_is_said_once_and_the_next_is_tried(caplog):
    tried: list[bytes] = []

    def refuse(jpeg: bytes) -> None:
        tried.append(jpeg)
        raise OSError("gone")

    cast = Screencast(refuse)
    cast.watch(True)
    for turn in range(3):
        cast.changed()
        cast.offer(Surface((80, 48)), float(turn))
        wait_for(lambda turn=turn: len(tried) == turn + 1)
    cast.close(5)
    assert caplog.text.count("could not be sent") == 1


def test_a_small_screen_is_sent_as_it_is():
    picture = pygame.image.load(io.BytesIO(jpeg(Surface((800, 480)))), "screen.jpg")
    assert picture.get_size() == (800, 480)


# --- gallery


def paint_it(color: str, log: list[tuple[str, int, str]] | None = None):
    def render(entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str) -> Sequence[Surface]:
        if log is not None:
            log.append((entry.name, len(sizes), language))
        pictures = [Surface(size) for size in sizes]
        for picture in pictures:
            picture.fill(color)
        return pictures

    return render


def test_each_picture_is_made_once_for_each_language():
    log: list[tuple[str, int, str]] = []
    gallery = Gallery(lambda: [trial_entry()], paint_it("red", log), nothing)
    for language in ("en", "en", "de"):
        gallery.look([(300, 200), (100, 100)], language)
        wait_for(lambda: gallery._jobs.empty() and gallery.picture("try-station", (300, 200), "en") is not None)
        wait_for(lambda language=language: log and log[-1][2] == language)
    assert log == [("try-station", 2, "en"), ("try-station", 2, "de")]
    shown = gallery.picture("try-station", (90, 88), "de")
    assert shown is not None and shown.get_size() == (100, 100)
    assert gallery.picture("other", (90, 88), "de") is None
    gallery.close(5)


def test_a_demo_that_draws_nothing_is_asked_once():
    log: list[str] = []

    def render(entry: Entry, sizes: Sequence[tuple[int, int]], *, language: str) -> Sequence[Surface]:
        log.append(entry.name)
        return []

    gallery = Gallery(lambda: [trial_entry("a"), trial_entry("b")], render, nothing)
    for _ in range(2):
        gallery.look([(300, 200)], "en")
        wait_for(lambda: gallery._jobs.empty() and len(log) >= 2)
    gallery.close(5)
    assert sorted(log) == ["a", "b"]


def test_a_broken_catalogue_is_an_empty_one(caplog):
    def broken() -> list[Entry]:
        raise RuntimeError("no")

    gallery = Gallery(broken, paint_it("red"), nothing)
    assert gallery.entries == ()
    assert "could not be listed" in caplog.text
    gallery.close(0)


# --- router


def test_fingers_that_are_down_when_the_screen_changes_belong_to_nobody():
    router = Router((0, 60))
    assert router.touch(Touch(1, "down", 5, 5), TogglePad(), playing=True, swallow=False) is None
    assert router.touch(Touch(2, "down", 5, 100), None, playing=True, swallow=False) is None
    router.release()
    assert router.touch(Touch(1, "up", 5, 5), TogglePad(), playing=True, swallow=False) is None
    assert router.touch(Touch(2, "up", 5, 100), None, playing=True, swallow=False) is None
    assert [(t.pointer, t.phase, t.y) for t in router.for_demo()] == [(2, "down", 40), (2, "cancel", 40)]
    assert router.for_demo() == []
