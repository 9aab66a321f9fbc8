"""See Inside's geometry and story, without a picture: turns, steadiness, parts, and what a visitor does."""

import itertools
from math import pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab_demo_see_inside.lens import Lens, Steady, angle_of, facing, rotation, turned_by
from xlab_demo_see_inside.product import NAMES, open_by, pieces
from xlab_demo_see_inside.story import LOST_S, NO_CAMERA_S, SETTLE_S, Story

vectors = st.lists(st.floats(-1.7, 1.7), min_size=3, max_size=3)


@given(vectors)
def test_a_turn_is_that_of_its_vector(vector: list[float]) -> None:
    turn = rotation(np.array(vector))
    assert np.allclose(turn @ turn.T, np.eye(3), atol=1e-9) and np.linalg.det(turn) > 0
    assert np.allclose(rotation(turned_by(turn)), turn, atol=1e-6)


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (0.6, 0, 0.8)])
def test_half_a_turn_has_an_axis_too(axis: tuple[float, float, float]) -> None:
    turn = rotation(np.array(axis) * pi)
    assert angle_of(turn) == pytest.approx(pi)
    assert np.allclose(rotation(turned_by(turn)), turn, atol=1e-6)


def test_a_lens_sees_its_edges_at_its_angle() -> None:
    lens = Lens.of((1280, 720), 60.0)
    edge = np.array([[np.tan(radians(30)) * 1000, 0.0, 1000.0]])
    assert lens.seen(edge)[0] == pytest.approx((1279.5, 359.5))
    assert np.allclose(lens.matrix @ edge[0] / 1000, (*lens.seen(edge)[0], 1))
    ahead = facing((0, 0, 500)).put(np.array([[10.0, 20.0, 30.0]]))
    assert ahead[0] == pytest.approx((10, -20, 470)), "up is up, and what stands out comes nearer"


def test_trembling_is_averaged_and_a_move_is_followed() -> None:
    random, steady = np.random.default_rng(1), Steady()
    shown = []
    for _ in range(200):
        x, y = random.normal(0, 0.4, 2)
        pose = steady.update(facing((x, y, 500), yaw=float(random.normal(0, 0.5))), 0.05)
        shown.append(pose.place[0])
    assert np.std(shown[40:]) < 0.5 * 0.4
    for step in range(1, 11):
        pose = steady.update(facing((20.0 * step, 0, 500)), 0.05)
    assert 200 - pose.place[0] < 30, "one and a half pictures behind a hand that moves at 40 cm a second"
    steady.forget()
    assert steady.update(facing((-80, 0, 400)), 0.05).place == pytest.approx((-80, 0, 400))


def test_every_part_comes_out_and_none_stays_in_another() -> None:
    assert {piece.part for piece in pieces()} == set(NAMES)
    along = [piece for piece in pieces() if piece.goes[1] == 0]
    spans = []
    for piece in along:
        assert np.allclose(open_by(piece, 0.0), 0)
        points = piece.mesh.points + open_by(piece, 1.0)
        spans.append((points[:, 0].min(), points[:, 0].max()))
        assert piece.mesh.faces.max() < len(piece.mesh.points) and len(piece.mesh.paint) == len(piece.mesh.faces)
    spans.sort()
    overlaps = [before[1] - after[0] for before, after in itertools.pairwise(spans)]
    assert max(overlaps) < 4, "along the axis each has its own place"


def test_faces_look_outwards() -> None:
    for piece in pieces():
        if piece.goes[1] != 0:  # half a tube has an inside too
            continue
        quads = piece.mesh.points[piece.mesh.faces]
        volume = np.einsum("ij,ij->i", quads[:, 0], np.cross(quads[:, 1], quads[:, 2]))
        volume += np.einsum("ij,ij->i", quads[:, 0], np.cross(quads[:, 2], quads[:, 3]))
        assert volume.sum() > 0, piece.part


def opened(origin: str = "clip") -> Story:
    story = Story()
    story.use(origin)  # type: ignore[arg-type]
    story.look(500)
    assert story.scene == "seek", "one picture may be wrong"
    story.look(500)
    assert story.scene == "open"
    story.update(SETTLE_S)
    return story


def test_without_a_camera_the_clip_begins_by_itself() -> None:
    story = Story()
    story.update(NO_CAMERA_S - 0.1)
    assert story.origin is None
    story.update(0.2)
    assert story.origin == "clip"


def test_a_lost_sheet_is_said_fades_and_comes_back() -> None:
    story = opened()
    story.look(None)
    story.update(LOST_S + 0.5)
    assert story.lost and 0 < story.visible < 1
    story.update(5)
    assert story.visible == 0
    story.look(500)
    assert not story.lost and story.visible == 1
    assert (story.found, story.looked) == (2, 3)


def test_a_walk_goes_through_all_parts_and_then_round() -> None:
    story = opened()
    for name in NAMES:
        assert story.following == name
        story.tap(name)
    assert story.opened == list(NAMES)
    assert story.following == NAMES[0] and story.wanted == 1
    assert story.finish() and not story.finish()
    story.tap("gear")
    assert story.lit is None


def test_coming_nearer_opens_a_sheet_before_a_camera_and_never_closes_it() -> None:
    story = opened("camera")
    story.look(375)
    assert 0.3 < story.wanted < 0.8
    was = story.wanted
    story.look(600)
    assert story.wanted == was
    story.look(250)
    assert story.wanted == 1
    clip = opened("clip")
    clip.look(250)
    assert clip.wanted == 0
