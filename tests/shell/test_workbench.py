"""An author's badges lie through the ends of runs, and whatever they take part in is simulated evidence."""

from collections.abc import Callable

import pygame
import pytest

from tests.fakes.station import Station
from xlab import events
from xlab.link import Face
from xlab.store import Outbox
from xlab_kiosk import host
from xlab_kiosk.shell.presence import simulated_badge
from xlab_kiosk.shell.workbench import files_of, find_only, number_of

OWL = simulated_badge("s/1/2", Face("owl", "sky"), "st-1")


def test_a_laid_badge_is_told_to_the_next_run_too_and_makes_it_simulated(
    station: Callable[..., Station], outbox: Outbox
):
    kiosk = station()
    kiosk.open_demo()
    assert kiosk.app.session.lay(OWL, kiosk.app.clock())
    kiosk.tap_box("bar home")
    kiosk.turn(skip=0.5)
    kiosk.tap_box("object 0")
    kiosk.turn(skip=0.5)
    assert kiosk.place == "playing"
    assert [(one.kind, one.badge.animal, one.source) for one in kiosk.demo.presences] == [
        ("entered", "owl", "simulated")
    ]
    kiosk.demo.says.append(host.Record({"language": "en"}))
    kiosk.turn()
    kiosk.until(lambda: any(isinstance(one.fact, events.Recorded) for one in outbox.pending(100)), "the record")
    recorded = [draft.source for draft in outbox.pending(100) if isinstance(draft.fact, events.Recorded)]
    assert recorded == ["simulated"]
    assert not kiosk.app.session.lay(OWL, kiosk.app.clock())
    assert kiosk.demo.presences[-1].kind == "left"


def test_a_prop_is_laid_down_as_one():
    prop = simulated_badge("s/1/9", Face("owl", "sky"), "st-1", prop="3")
    assert (prop.role, prop.label, OWL.role, OWL.label) == ("prop", "3", "badge", "")


@pytest.mark.parametrize(
    ("code", "number"),
    [(pygame.KSCAN_1, 1), (pygame.KSCAN_9, 9), (pygame.KSCAN_0, 0), (pygame.KSCAN_KP_5, 5), (pygame.KSCAN_A, 0)],
)
def test_keys_of_numbers_are_known_in_every_layout(code: int, number: int):
    assert number_of(code) == number


def test_what_tools_leave_behind_is_no_change(tmp_path):
    (tmp_path / "code.py").write_text("a")
    before = files_of(tmp_path)
    for name in ("__pycache__", ".git"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("x")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert files_of(tmp_path) == before
    (tmp_path / "code.py").write_text("bb")
    assert files_of(tmp_path) != before


def test_a_demo_that_cannot_be_read_says_why(tmp_path):
    (entry,) = find_only(tmp_path)
    assert entry.status == "bad"
    assert "demo.toml is missing" in entry.reason
