"""The parts of a check by themselves: what adds up to stars, to a time, to a leak."""

from pathlib import Path

import pytest
from pygame import Color, Rect, Surface

from tests.catalogue.conftest import write_demo
from tests.catalogue.test_manifest import with_lines
from xlab.catalogue import read_manifest
from xlab.catalogue.checking import FEW, Checked, Finding, decode, encode, stars_of
from xlab.catalogue.rating import Rating, keep_rating, read_rating
from xlab_kiosk.check.alone import left_alone
from xlab_kiosk.check.aside import tried
from xlab_kiosk.check.checking import few, merged
from xlab_kiosk.check.looks import Look, faults
from xlab_kiosk.check.meter import frame_ms, leaks
from xlab_kiosk.check.trial import Setting, Trial
from xlab_kiosk.check.words import word_faults
from xlab_kiosk.stage.testing import SeenTarget, SeenText
from xlab_kiosk.stage.theme import Theme


def finding(criterion: str, text: str = "It is so.", **seen: tuple[str, ...]) -> Finding:
    return Finding(criterion=criterion, text=text, **seen)


def test_each_criterion_costs_a_star_once_and_one_that_does_not_play_has_none():
    assert stars_of([]) == 5
    assert stars_of([finding("contrast"), finding("contrast", "Another.")]) == 4
    assert stars_of([finding(one) for one in ("words", "idle", "frames", "files", "camera", "memory")]) == 1
    assert stars_of([finding("plays")]) == 0


def test_the_same_on_many_panels_is_one_reason_and_more_than_a_few_are_counted():
    panels = [finding("words", sizes=(size,), languages=("en",)) for size in ("800x480", "1280x720")]
    (one,) = merged(panels)
    assert one.sentence() == "It is so. (800x480, 1280x720; en)"
    many = tuple(finding("inside", f"Text {number}.") for number in range(FEW + 3))
    reasons = Checked(demo="a", version="1.0.0", stars=4, findings=many).rating().reasons
    assert len(reasons) == FEW + 1
    assert reasons[-1] == "And 3 more of this kind (inside)."


def test_a_message_comes_back_and_what_a_library_prints_is_none():
    message = Checked(demo="a", version="1.0.0", stars=4, findings=(finding("idle"),))
    assert decode(encode(message)) == message
    assert decode(b"Hello from the library.\n") is None


def test_a_selection_has_every_panel_and_every_language():
    panels, languages = zip(*few(), strict=True)
    assert (len(set(panels)), set(languages)) == (4, {"en", "fr", "de"})


def test_one_busy_moment_of_the_machine_is_not_a_slow_demo():
    steady = [0.005] * 500
    assert frame_ms(steady) == pytest.approx(5)
    assert frame_ms([*steady[:400], *[0.2] * 100]) == pytest.approx(5)
    assert frame_ms([0.02] * 500) == pytest.approx(20)
    assert frame_ms([0.2] * 10) is None


def test_a_cache_that_fills_is_no_leak():
    assert leaks([50 + 3 * second for second in range(24)])
    assert not leaks([50 + 0.5 * second for second in range(24)])
    assert not leaks([50.0] * 13 + [90.0] * 11)


def test_what_is_tried_aside_does_not_happen():
    done = []
    assert tried(lambda: done.append(1) or b"done") == b"done"
    assert done == []
    assert tried(lambda: bytes(1 // 0)) is None


def test_a_target_on_another_is_fine_while_a_finger_has_room_for_each():
    theme = Theme((800, 421))
    panel, button = SeenTarget(Rect(0, 0, 800, 421), "anywhere"), SeenTarget(Rect(300, 200, 48, 48), "Start")
    outside = SeenTarget(Rect(770, 200, 48, 48), "Stop")
    picture = Surface(theme.size, 0, 32)
    assert list(faults(Look((), (panel, button)), picture, theme, "it")) == []
    (fault,) = faults(Look((), (outside,)), picture, theme, "it")
    assert (fault.criterion, "30 by 48 px" in fault.text) == ("targets", True)


def test_a_text_under_a_card_is_not_pale():
    theme = Theme((800, 421))
    picture = Surface(theme.size, 0, 32)
    picture.fill("gray")
    seen = SeenText("Below", Rect(40, 40, 200, 40), 24, Color("white"), Color("black"), True)
    assert list(faults(Look((seen,), ()), picture, theme, "it")) == []


def test_a_rating_is_kept_by_digest_and_a_damaged_one_is_none(tmp_path):
    digest, rating = "ab" * 32, Rating(stars=3, reasons=("One.",))
    assert read_rating(tmp_path, digest) is None
    keep_rating(tmp_path, digest, rating)
    assert read_rating(tmp_path, digest) == rating
    for damaged in (b"{", b'{"stars":3,"reasons":["\xff"]}', b'{"stars":3,"more":' + b"[" * 100_000):
        (tmp_path / "ratings" / f"{digest}.json").write_bytes(damaged)
        assert read_rating(tmp_path, digest) is None
    with pytest.raises(ValueError, match="no digest"):
        keep_rating(tmp_path, "../../" + digest, rating)
    assert read_rating(tmp_path, "../ratings/" + digest) is None


CLOCK = """
from xlab_kiosk.stage import Demo, foam


class Ticks(Demo):
    passed = 0.0

    def update(self, dt):
        before, self.passed = int(self.passed), self.passed + dt
        if int(self.passed) > before:
            {each_second}

    def draw(self, screen):
        screen.blit(foam(screen.get_size()), (0, 0))
"""


@pytest.mark.parametrize(
    ("each_second", "faults"), [('self.stage.sound("tick")', 0), ("self.stage.record(ticks=1)", 1)]
)
def test_a_clock_that_ticks_with_nobody_there_tells_the_kit_nothing(
    tmp_path: Path, each_second: str, faults: int
) -> None:
    manifest = """
        api = 1
        id = "ticks"
        version = "1.0.0"
        entry = "ticks:Ticks"
        uses = ["sound"]
        title = { en = "Ticks" }
        summary = { en = "It ticks." }
        [engagement]
        question = { en = "Does it tick?" }
        pattern = "none"
        stages = ["use"]
        """
    folder = tmp_path / "xlab_demo_ticks"
    (folder / "sounds").mkdir(parents=True)
    (folder / "sounds" / "tick.ogg").touch()
    (folder / "demo.toml").write_text(manifest)
    (folder / "ticks.py").write_text(CLOCK.format(each_second=each_second))
    trial = Trial(Setting(str(folder), (800, 480), "en", "", seed=0))
    found = left_alone(trial, (), 10.0, "the start")
    assert len(found) == faults


def test_a_table_that_the_code_asks_for_and_nobody_has_is_found(tmp_path: Path):
    folder = with_lines(write_demo(tmp_path))
    code = 'def lines(stage):\n    return stage.keys("statements"), stage.keys("state")\n'
    (folder / "main.py").write_text(code, "utf-8")
    (found,) = word_faults(folder, read_manifest(folder))
    assert (found.where, "table state" in found.text) == ("main.py, line 2", True)
