"""What See Inside sees: a marker's place against the truth, corners in a photograph, and following through blur."""

import re
from pathlib import Path

import cv2
import numpy as np
import pygame
import pytest

from tests.demos.sheets import LENS, photographed, surface
from xlab.methods.markers import LARGE
from xlab_demo_see_inside import vision
from xlab_demo_see_inside.clip import LENS as CLIP_LENS
from xlab_demo_see_inside.clip import clip_pose, draw_clip
from xlab_demo_see_inside.eyes import Seen
from xlab_demo_see_inside.lens import Pose, facing, rotation, square
from xlab_demo_see_inside.result import MOST_OFF, TRIED
from xlab_demo_see_inside.vision import Finder, Watcher, chosen, gray
from xlab_kiosk.stage import Theme

DATA = Path(__file__).parents[1] / "data" / "apriltag"
SIZES = {LARGE.id: LARGE.mm}


def held(mm: float, number: int) -> Pose:
    """Some pose at this distance."""
    random = np.random.default_rng(number)
    x, y, yaw, pitch, roll = random.uniform((-0.2, -0.1, -35, -35, -20), (0.2, 0.1, 35, 35, 20))
    return facing((x * mm, y * mm, mm), yaw=yaw, pitch=pitch, roll=roll)


def errors(seen: Seen, truth: Pose, lens: vision.Lens = LENS) -> tuple[float, float]:
    """Per cent of the distance, and pixels of the corner that is farthest off."""
    away = lens.seen(seen.pose.put(square(LARGE.mm))) - lens.seen(truth.put(square(LARGE.mm)))
    return 100 * abs(seen.pose.distance / truth.distance - 1), float(np.linalg.norm(away, axis=1).max())


@pytest.mark.parametrize(
    ("mm", "pictures", "per_cent"), [(300, 2, 1.0), (500, TRIED, MOST_OFF), (750, 4, 1.0), (1000, 6, 1.0)]
)
def test_distance_and_corners_are_right_up_to_a_metre(mm: float, pictures: int, per_cent: float) -> None:
    for number in range(pictures):
        truth = held(mm, number)
        picture = surface(photographed(truth, noise=4, blur=0.8, seed=number))
        seen = Watcher(60.0, SIZES).look(picture)
        assert seen is not None, f"picture {number}"
        off_per_cent, off_pixels = errors(seen, truth)
        assert off_per_cent < per_cent and off_pixels < 1, f"picture {number}"


def test_corners_in_a_photograph_are_where_the_truth_has_them() -> None:
    picture = cv2.imread(str(DATA / "swarmathon.jpg"), cv2.IMREAD_GRAYSCALE)
    lines = (DATA / "swarmathon.txt").read_text("ascii").splitlines()
    truths = [np.array(re.findall(r"\d+\.\d+", line), float).reshape(4, 2)[::-1] for line in lines]
    found = Finder().find(picture)
    off = []
    for truth in truths:
        near = min(found, key=lambda one: float(np.linalg.norm(one.corners.mean(axis=0) - truth.mean(axis=0))))
        turns = [np.linalg.norm(np.roll(near.corners, turn, axis=0) - truth, axis=1) for turn in range(4)]
        if min(float(turn.max()) for turn in turns) < 6:
            off.append(min(turns, key=lambda turn: float(turn.sum())))
    assert len(off) >= 10 and len(truths) == 12
    assert np.median(off) < 1.5


def test_a_marker_that_moves_through_the_clip_is_followed_all_the_way() -> None:
    watcher, theme, seen = Watcher(60.0, SIZES), Theme((1280, 632)), 0
    for number in range(24, 60):
        t = number / 20
        found = watcher.look(draw_clip(theme, t))
        assert found is not None and found.id == LARGE.id
        off_per_cent, off_pixels = errors(found, clip_pose(t), CLIP_LENS)
        assert off_per_cent < 1 and off_pixels < 1
        seen += 1
    assert seen == 36


def test_what_is_too_blurred_to_be_found_is_still_followed() -> None:
    watcher = Watcher(60.0, SIZES)
    poses = [facing((6.0 * number, 0, 600), yaw=20) for number in range(5)]
    sharp = photographed(poses[0])
    assert watcher.look(surface(sharp)) is not None
    for pose in poses[1:]:
        smeared = cv2.blur(photographed(pose), (19, 1))
        assert Finder().find(smeared) == []
        seen = watcher.look(surface(smeared))
        assert seen is not None
        assert errors(seen, pose)[0] < 5


def test_a_hand_before_it_loses_it_and_taken_away_finds_it_again() -> None:
    watcher, pose = Watcher(60.0, SIZES), facing((0, 0, 500))
    clear = photographed(pose)
    covered = clear.copy()
    covered[200:520, 560:660] = 90
    assert watcher.look(surface(clear)) is not None
    assert watcher.look(surface(covered)) is None
    assert watcher.look(surface(clear)) is not None


def test_a_marker_that_is_no_sheet_of_the_kit_is_not_taken() -> None:
    assert Watcher(60.0, {3: 25.0}).look(surface(photographed(facing((0, 0, 500))))) is None


def test_the_answer_that_goes_on_is_taken_where_both_fit() -> None:
    one, other = facing((0, 0, 900), yaw=20), facing((0, 0, 900), yaw=-20)
    assert chosen([(one, 0.20), (other, 0.22)], other) == (other, 0.22), "no jump for a hair"
    assert chosen([(one, 0.20), (other, 0.22)], None) == (one, 0.20)
    assert chosen([(one, 0.20), (other, 1.50)], other) == (one, 0.20), "what does not fit is not held on to"
    assert chosen([], one) is None


@pytest.mark.parametrize("depth", [24, 32])
def test_every_kind_of_surface_has_its_brightness(depth: int) -> None:
    picture = pygame.Surface((7, 5), 0, depth)
    picture.fill((200, 0, 0))
    picture.set_at((6, 4), (0, 0, 250))
    found = gray(picture)
    assert found.shape == (5, 7)
    assert abs(int(found[0, 0]) - 60) <= 1 and abs(int(found[4, 6]) - 28) <= 1
    assert gray(surface(np.full((5, 7), 99, np.uint8)))[2, 3] == 99


def test_a_picture_of_another_size_is_looked_at_anew() -> None:
    watcher, pose = Watcher(60.0, SIZES), facing((0, 0, 500))
    assert watcher.look(surface(photographed(pose))) is not None
    small = vision.Lens.of((640, 360), 60.0)
    seen = watcher.look(surface(photographed(pose, lens=small)))
    assert seen is not None and errors(seen, pose, small)[0] < 1
    assert np.allclose(rotation(np.zeros(3)), np.eye(3))
