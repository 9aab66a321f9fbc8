"""Each planted fault is found, and nothing else is; a demo with nothing to mend has five stars."""

from pathlib import Path

import msgspec
import pytest

from tests.waiting import PATIENCE
from xlab.catalogue import Entry, read_manifest
from xlab.catalogue.checking import Checked, Criterion
from xlab_kiosk.check import session
from xlab_kiosk.check.checking import Rules, check
from xlab_kiosk.host import limits

DEMOS = Path(__file__).parents[1] / "data" / "checks"
RULES = Rules(
    combinations=(((1280, 720), "en"),),
    seconds=3.0,
    start_limit=None,
    asides=1,
    strays=2,
    idle_seconds=10.0,
    at_once=1,
)


def checked(name: str, **rules: object) -> Checked:
    folder = DEMOS / f"xlab_demo_check_{name}"
    manifest = read_manifest(folder)
    entry = Entry(name=manifest.id, door="dropped", folder=folder, status="ready", manifest=manifest)
    return check(entry, msgspec.structs.replace(RULES, **rules))[0]


PLANTED: list[tuple[str, Criterion, str]] = [
    ("crash", "plays", "KeyError"),
    ("slow_step", "plays", "asleep for "),
    ("exit", "plays", "status 3"),
    ("half_manifest", "manifest", "summary is not said"),
    ("slow_frames", "frames", "ms"),
    ("chatty", "output", "printed"),
    ("keeps_its_place", "idle", "what another one left"),
    ("restless", "idle", "goes on by itself"),
    ("redraws", "idle", "each is the same"),
    ("half_drawn", "picture", "not drawn"),
    ("long_words", "inside", "does not fit"),
    ("small_type", "type size", "px high"),
    ("small_targets", "targets", "so close"),
    ("pale", "contrast", "has a contrast of"),
    ("veiled", "contrast", "has a contrast of"),
    ("network", "network", "opens the network"),
    ("camera", "camera", "without declaring it"),
    ("camera_file", "camera", "past the stage"),
    ("reads", "files", "/etc/passwd"),
    ("writes", "files", "writes to"),
    ("starts_programs", "files", "another process"),
    ("own_font", "unchecked", "a font of its own"),
    ("own_taps", "unchecked", "where no target is"),
]


@pytest.mark.parametrize(("name", "criterion", "words"), PLANTED, ids=[planted[0] for planted in PLANTED])
def test_a_planted_fault_is_found_and_nothing_else(name: str, criterion: Criterion, words: str) -> None:
    found = checked(name)
    assert {finding.criterion for finding in found.findings} == {criterion}, found.rating().reasons
    assert all(words in reason for reason in found.rating().reasons)
    assert found.stars == (0 if criterion == "plays" else 4)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own may take as long to come up as a busy machine needs."""
    monkeypatch.setattr(limits, "START_LIMIT", PATIENCE)


def test_a_demo_with_nothing_to_mend_has_five_stars_though_its_words_fade_in(patient: None) -> None:
    # How long a start takes while other tests run is no measure of a demo.
    found = checked("good", start_limit=PATIENCE)
    assert found.rating().reasons == ()
    assert found.stars == 5
    (played,) = found.played
    assert played.seconds >= RULES.seconds
    assert played.frames > 50
    assert found.start_seconds is not None


def test_a_demo_that_asks_the_room_and_uses_the_camera_is_given_both() -> None:
    found = checked("room", seconds=20.0)
    assert found.rating().reasons == ()


def test_each_fault_in_the_words_is_told_with_its_file() -> None:
    found = checked("half_words")
    assert {finding.criterion for finding in found.findings} == {"words"}
    assert [(finding.where, finding.languages) for finding in found.findings] == [
        ("locale/fr.toml", ("fr",)),
        ("locale/de.toml", ("de",)),
        ("trial.py, line 17", ()),
    ]


def test_a_slow_start_is_found(patient: None) -> None:
    found = checked("slow_start", start_limit=2.0)
    assert {finding.criterion for finding in found.findings} == {"start"}


def test_a_leak_is_found() -> None:
    found = checked("leak", seconds=20.0)
    assert {finding.criterion for finding in found.findings} == {"memory"}


def test_a_demo_that_hangs_is_ended_and_the_place_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SILENCE", 6.0)
    (finding,) = checked("hang").findings
    assert finding.criterion == "plays"
    assert finding.where in {f"trial.py, line {line}, in tapped" for line in (17, 18)}
