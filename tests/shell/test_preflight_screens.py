"""Every step of the preflight in every size and language: all of it fits, apart, large enough, and with words."""

import re
from pathlib import Path

import pytest
from pygame import Surface

from tests.shell.screens import assert_tidy, everywhere, full_view, not_pressed, shown
from xlab.link import Check, Face
from xlab.look.saying import step_of
from xlab.look.words import Words, table
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.preflight import taps
from xlab_kiosk.shell.preflight.panel import Panel
from xlab_kiosk.shell.preflight.screen import Checking
from xlab_kiosk.shell.preflight.seen import CameraSeen, DisplaySeen, Seen, SoundSeen, SpotSeen, TouchSeen
from xlab_kiosk.shell.preflight.touching import NAMES, ORDER, Turn, spots
from xlab_kiosk.shell.preflight.trials import Trial
from xlab_kiosk.shell.preflight.walk import STEPS, Walk, passed
from xlab_kiosk.shell.screens.locked import Locked
from xlab_kiosk.stage.theme import Theme

CODE = Path(__file__).parents[2] / "kiosk" / "xlab_kiosk" / "shell" / "preflight"
LONG = "Follow the Material round the whole world and back"
VALUES = {
    "display": {"width": 3840, "height": 2160},
    "demos": {"demo": LONG, "count": 12},
    "badges": {"count": 12},
}
FAILED = ("crashed", "hung", "empty", "changed")
WELL = {"touch_fine", "picture_whole", "sound_heard", "camera_sees", "camera_unused", "opened_all"}
WELL |= {"heard_badge", "heard_badges"}


def check(step: str, ok: bool | None, case: str) -> Check:
    return Check(area=step, ok=ok, key=f"preflight.{case}", values=VALUES.get(step, {}))


TROUBLES = {
    "touch": tuple(check("touch", False, f"touch_dead_{spot}") for spot in ORDER[:2]),
    "display": (check("display", False, "picture_cut"),),
    "sound": (check("sound", False, "sound_silent"),),
    "camera": (check("camera", False, "camera_none"),),
    "demos": tuple(check("demos", False, f"opened_{how}") for how in FAILED),
    "badges": (check("badges", False, "heard_off"),),
}


def seens(size: tuple[int, int]) -> dict[str, Seen]:
    """The preflight at its fullest, by what is to be seen."""
    places = spots(size, Theme(size).target)
    turned = {spot: SpotSeen("wrong", Turn(swap=True).told(at)) for spot, at in places.items()}
    panel = DisplaySeen("picture", Panel(size, 60, (527, 296)))
    trials = tuple(Trial(f"demo-{n}", "hung" if n == 3 else "good" if n < 9 else "opening") for n in range(12))
    clip = (check("camera", None, "camera_clip"),)
    heard = (check("badges", True, "heard_badges"),)
    fine = {step: (Check(area=step, ok=True, key="preflight.touch_fine"),) for step in STEPS}
    seen = {
        "asked": Seen(touch=TouchSeen(places, {"top_left": SpotSeen("dead")}, "top_right", (0.3, 0.3))),
        "turned": Seen(touch=TouchSeen(places, turned), found=(check("touch", None, "touch_swapped_turned"),)),
        "display": Seen(walk=Walk("display"), display=panel),
        "sound": Seen(walk=Walk("sound"), sound=SoundSeen("left")),
        "camera": Seen(walk=Walk("camera"), camera=CameraSeen("sees", "recorded"), found=clip),
        "demos": Seen(walk=Walk("demos"), trials=trials),
        "badges": Seen(walk=Walk("badges")),
        "heard": Seen(walk=Walk("badges"), badges=(Face("fox", "coral"),) * 6, found=heard),
        "ready": Seen(walk=Walk("summary", fine)),
        "skipped": Seen(walk=Walk("summary", {step: (passed(step),) for step in STEPS})),
        "partly": Seen(walk=Walk("summary", {**fine, "sound": (passed("sound"),)})),
        "troubles": Seen(walk=Walk("summary", TROUBLES)),
    }
    for step, found in TROUBLES.items():
        touch = TouchSeen(places, {spot: SpotSeen("dead") for spot in ORDER})
        seen[f"{step} in trouble"] = Seen(walk=Walk(step), found=found, touch=touch, display=panel, trials=trials)  # type: ignore[arg-type]
    return seen


@everywhere
def test_everything_fits_apart_from_each_other(size, language: str):
    for name, seen in seens(size).items():
        screen = shown(Checking, size, full_view(language, preflight=seen))
        assert isinstance(screen, Checking)
        assert_tidy(screen.boxes, size, screen.theme)
        for said in screen.pane.said:
            assert said.block.fits and not said.block.broken, (name, said.block.lines)
        for button in screen.pane.buttons:
            assert min(button.rect.size) >= screen.theme.target, (name, button)
            assert button.block is None or (button.block.fits and button.block.lines == (button.wanted.label,)), name
            assert screen.target(*button.rect.center) == button.wanted.meaning, name


def test_every_step_is_drawn_and_drawing_changes_nothing():
    size = (800, 480)
    picture = Surface((320, 180), 0, 32)
    for name, seen in seens(size).items():
        screen = shown(Checking, size, full_view("de", preflight=seen))
        assert isinstance(screen, Checking)
        screen.pictures = lambda: {"camera": picture, "demo-1": picture}
        first, second = Surface(size, 0, 32), Surface(size, 0, 32)
        for surface in (first, second):
            screen.draw(surface, not_pressed)
        assert first.get_view("2").raw == second.get_view("2").raw, name


@everywhere
def test_the_last_screen_leads_to_visitors_and_back_to_each_step(size, language: str):
    screen = shown(Checking, size, full_view(language, preflight=seens(size)["troubles"]))
    assert screen.target(*screen.boxes["done"].center) == flow.Home()
    for step in STEPS:
        assert screen.target(*screen.boxes[f"chip {step}"].center) == taps.Repeat(step)


@pytest.mark.parametrize(
    ("case", "ok", "head"),
    [("ready", True, "ready"), ("partly", None, "ready_mostly"), ("skipped", None, "ready_none")],
)
def test_the_last_screen_is_green_only_where_somebody_looked_at_all_of_it(case: str, ok: bool | None, head: str):
    screen = shown(Checking, (800, 480), full_view("en", preflight=seens((800, 480))[case]))
    assert isinstance(screen, Checking)
    assert screen.pane.ok is ok and " ".join(screen.pane.said[0].block.lines) == table("station_check", "en")[head]


@everywhere
def test_the_locked_screen_offers_the_check_only_to_who_has_just_locked_it(size, language: str):
    offered = shown(Locked, size, full_view(language, offers_check=True))
    assert_tidy(offered.boxes, size, offered.theme)
    assert min(offered.boxes["check"].size) >= offered.theme.target
    assert offered.target(*offered.boxes["check"].center) == flow.CheckUp()
    calm = shown(Locked, size, full_view(language))
    assert all(calm.target(x, y) is None for x in range(0, size[0], 40) for y in range(0, size[1], 40))


def test_every_word_is_used_and_every_finding_has_its_words_and_its_next_step():
    code = "".join(path.read_text("utf-8") for path in CODE.rglob("*.py"))
    code += (CODE.parent / "screens" / "locked.py").read_text("utf-8")
    named = set(re.findall(r'"(?:station_check\.)?([a-z_]+)"', code)) | {f"state_{how}" for how in FAILED}
    assert set(table("station_check", "en")) <= named
    made = set(re.findall(r'"((?:touch|picture|sound|camera|opened|heard)_[a-z_]+)"', code)) & set(
        table("preflight", "en")
    )
    made |= {f"touch_dead_{spot}" for spot in ORDER} | {f"touch_{way}" for way in NAMES.values() if way != "straight"}
    made |= {f"opened_{how}" for how in FAILED} | {"camera_black", "camera_frozen"}
    own = {key for key in table("preflight", "en") if key.split("_")[0] in ("picture", "opened", "heard")}
    assert {key.removesuffix("_step") for key in own} <= made
    assert len(made) > 35
    for case in made - WELL:
        assert step_of(Words("en"), f"preflight.{case}", {"demo": "x", "count": 1}), case
