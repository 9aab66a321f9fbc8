"""The preflight without a screen: how a panel is turned, what a camera sees, what a panel is, and the way through."""

import array
import io
import wave

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlab.link import Check
from xlab_kiosk.shell.preflight.knocks import RATE, SECONDS, knock
from xlab_kiosk.shell.preflight.looking import DARK, ENOUGH, PATIENCE, STILL, Looking
from xlab_kiosk.shell.preflight.panel import look, millimetres
from xlab_kiosk.shell.preflight.touching import (
    NAMES,
    ORDER,
    STRAIGHT,
    TURNS,
    Tap,
    Turn,
    beside,
    judge,
    spots,
    telling,
)
from xlab_kiosk.shell.preflight.walk import STEPS, Walk, passed, worst

SIZES = st.sampled_from([(800, 480), (1280, 720), (1920, 1080), (720, 1280), (3840, 2160), (600, 600)])
PLACES = st.tuples(st.floats(0, 1), st.floats(0, 1))
INSET = 72.0


@settings(max_examples=40)
@given(turn=st.sampled_from(TURNS), at=PLACES)
def test_what_is_told_was_made_where_it_was_made(turn: Turn, at):
    assert turn.made(turn.told(at)) == pytest.approx(at)


@settings(max_examples=64)
@given(first=st.sampled_from(TURNS), second=st.sampled_from(TURNS), at=PLACES)
def test_two_turns_are_one_and_there_are_eight(first: Turn, second: Turn, at):
    assert second.after(first).told(at) == pytest.approx(second.told(first.told(at)))
    assert len(set(NAMES.values())) == len(TURNS) == 8


@settings(max_examples=60)
@given(
    turn=st.sampled_from(TURNS),
    size=SIZES,
    dead=st.sampled_from([*ORDER, None]),
    slips=st.lists(st.tuples(st.floats(-0.4, 0.4), st.floats(-0.4, 0.4)), min_size=5, max_size=5),
)
def test_a_turned_screen_is_found_by_careless_fingers_and_with_a_dead_spot(turn: Turn, size, dead, slips):
    places = spots(size, INSET)
    taps = []
    for spot, slip in zip(ORDER, slips, strict=True):
        made = tuple(at + INSET * off / side for at, off, side in zip(places[spot], slip, size, strict=True))
        taps.append(Tap(spot, None if spot == dead else turn.told(made)))
        assert beside(turn.told(made), places, size) <= INSET * max(size) / min(size)
    verdict = judge(taps, places, size)
    assert (verdict.turn, verdict.name) == (turn, NAMES[turn]) and telling(taps)
    assert verdict.dead == (() if dead is None else (dead,))
    assert verdict.wide(INSET) == () and set(verdict.off) == set(ORDER) - {dead}


def test_a_screen_that_is_off_is_not_turned_and_says_where():
    places = spots((1280, 720), INSET)
    taps = [Tap(spot, (at[0] + 0.05, at[1])) for spot, at in places.items()]
    verdict = judge(taps, places, (1280, 720))
    assert (verdict.turn, verdict.wide(60), verdict.wide(70)) == (STRAIGHT, ORDER, ())


@pytest.mark.parametrize("answered", [("top_left", "bottom_right"), ("middle",), ()])
def test_too_few_spots_leave_a_choice_and_the_likeliest_is_taken(answered):
    places = spots((1280, 720), INSET)
    taps = [Tap(spot, places[spot] if spot in answered else None) for spot in ORDER]
    assert judge(taps, places, (1280, 720)).turn == STRAIGHT and not telling(taps)


def grey(level: int, spot: int = 0) -> pygame.Surface:
    picture = pygame.Surface((320, 180), 0, 24)
    picture.fill((level, level, level))
    picture.set_at((spot, 5), (250, 250, 250))
    return picture


def looked(pictures: list[pygame.Surface], every: float = 0.2) -> str:
    looking, now = Looking(0.0), 0.0
    for picture in pictures:
        now += every
        looking.take(picture, now)
    return looking.look(now)


def test_black_and_frozen_pictures_are_found_and_a_dim_room_is_neither():
    room = [grey(60, spot) for spot in range(20)]
    assert looked(room) == "sees"
    assert looked([grey(DARK + 10, spot) for spot in range(20)]) == "sees"
    assert looked([grey(4, spot) for spot in range(20)]) == "black", "one hot pixel is no light"
    assert looked([grey(60)] * 20) == "frozen"
    assert looked(room[:3]) == "waiting"
    stalled = Looking(0.0)
    stalled.take(room[0], 0.1)
    stalled.take(room[1], 0.3)
    assert (stalled.look(0.2 + ENOUGH), stalled.look(0.4 + STILL)) == ("sees", "frozen")


def test_a_camera_that_never_shows_anything_is_none():
    looking = Looking(10.0)
    assert (looking.look(10.0 + PATIENCE - 0.1), looking.look(10.0 + PATIENCE)) == ("waiting", "none")


@pytest.mark.parametrize(("side", "sounds", "still"), [("left", 0, 1), ("right", 1, 0)])
def test_a_knock_is_heard_on_one_side_alone(side, sounds: int, still: int):
    with wave.open(io.BytesIO(knock(side))) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, RATE, round(RATE * SECONDS))
        heard = array.array("h", file.readframes(file.getnframes()))
    assert max(map(abs, heard[sounds::2])) > 8_000 and not any(heard[still::2])
    assert abs(heard[-2 + sounds]) < 300, "it fades, so that it ends without a crack"


def edid(centimetres: tuple[int, int], timing: tuple[int, int] = (0, 0)) -> bytes:
    data = bytearray(128)
    data[:8] = bytes.fromhex("00ffffffffffff00")
    data[21:23] = bytes(centimetres)
    if any(timing):
        data[54:56] = b"\x02\x3a"
        data[66:69] = bytes([timing[0] & 255, timing[1] & 255, (timing[0] >> 8) << 4 | timing[1] >> 8])
    return bytes(data)


def test_a_panel_tells_its_true_size_or_nothing():
    assert millimetres(edid((53, 30), (527, 296))) == (527, 296)
    assert millimetres(edid((15, 9))) == (150, 90)
    assert millimetres(edid((0, 0))) is None and millimetres(edid((53, 30))[:100]) is None
    assert millimetres(b"not an edid" * 20) is None


def test_only_one_connected_panel_is_this_one(tmp_path):
    def connect(name: str, status: str) -> None:
        (tmp_path / name).mkdir()
        (tmp_path / name / "status").write_text(status)
        (tmp_path / name / "edid").write_bytes(edid((53, 30), (527, 296)))

    connect("card0-HDMI-A-1", "connected\n")
    connect("card0-HDMI-A-2", "disconnected\n")
    assert look((1280, 720), shown=True, connectors=tmp_path).millimetres == (527, 296)
    assert look((1280, 720), shown=False, connectors=tmp_path).millimetres is None
    connect("card0-DSI-1", "connected\n")
    assert look((1280, 720), shown=True, connectors=tmp_path).millimetres is None


def found(step: str, ok: bool | None) -> Check:
    return Check(area=step, ok=ok, key=f"preflight.{step}")


def test_the_way_leads_through_all_steps_and_a_repeated_one_back():
    walk = Walk()
    for number, step in enumerate(STEPS, 1):
        assert (walk.at, walk.number) == (step, number)
        walk = walk.pass_by() if step == "camera" else walk.on(found(step, step != "sound"))
    assert walk.at == "summary" and walk.on(found("touch", False)) == walk.pass_by() == walk
    assert [check.area for check in walk.checks] == list(STEPS) and passed("camera") in walk.checks
    assert walk.troubles == (found("sound", False),)
    again = walk.repeat("sound")
    assert again.at == "sound" and again.repeat("touch") == again
    assert again.on(found("sound", True)).at == "summary" and not again.on(found("sound", True)).troubles
    assert again.pass_by().found["sound"] == (passed("sound"),)


def test_a_step_is_as_good_as_its_worst_finding():
    assert worst((found("a", True), found("b", None), found("c", False))) is False
    assert worst((found("a", True), found("b", None))) is None
    assert worst((found("a", True),)) is True
