import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlab_kiosk.host.frames import DemoFrames, ShellFrames, bytes_of, create_memory, surfaces
from xlab_kiosk.host.wire import SLOTS, Frame, WireError

SIZE = (8, 4)


@pytest.fixture
def memory():
    fd = create_memory(SLOTS * bytes_of(SIZE))
    yield fd
    os.close(fd)


def test_the_size_can_not_be_changed(memory):
    for size in (0, SLOTS * bytes_of(SIZE) + 1):
        with pytest.raises(PermissionError):
            os.ftruncate(memory, size)


def test_pixels_are_blue_green_red_alpha_in_memory(memory):
    surfaces(memory, [SIZE])[0].fill((1, 2, 3))
    assert os.pread(memory, 8, 0) == bytes([3, 2, 1, 255]) * 2


def test_pictures_of_several_sizes_do_not_overlap(memory):
    sizes = [(3, 2), (1, 5), (4, 4)]
    made = surfaces(memory, sizes)
    for number, surface in enumerate(made, 1):
        surface.fill((number, number, number))
    assert [surface.get_size() for surface in made] == sizes
    for number, surface in enumerate(made, 1):
        raw = surface.get_view("0").raw
        assert len(raw) == bytes_of(surface.get_size())
        assert set(raw) == {number, 255}


def test_what_the_demo_draws_the_shell_shows_without_a_copy(memory):
    demo, shell = DemoFrames(memory, SIZE), ShellFrames(memory, SIZE)
    demo.next().fill((10, 20, 30))
    shell.arrived(demo.hand_over())
    surface, before = shell.take()
    assert (surface.get_at((7, 3))[:3], before) == ((10, 20, 30), None)
    assert shell.take() is None


def test_the_newest_wins_and_the_skipped_is_released(memory):
    demo, shell = DemoFrames(memory, SIZE), ShellFrames(memory, SIZE)
    demo.next().fill("red")
    assert shell.arrived(demo.hand_over()) is None
    demo.next().fill("blue")
    assert shell.arrived(demo.hand_over()) == 0
    surface, _ = shell.take()
    assert surface.get_at((0, 0)) == (0, 0, 255, 255)


def test_the_shown_is_released_only_when_a_newer_one_is_taken(memory):
    demo, shell = DemoFrames(memory, SIZE), ShellFrames(memory, SIZE)
    shell.arrived(demo.hand_over())
    shell.take()
    shell.arrived(demo.hand_over())
    assert shell.take()[1] == 0


def test_a_slot_the_demo_does_not_own_is_refused(memory):
    shell = ShellFrames(memory, SIZE)
    shell.arrived(Frame(1, 1))
    with pytest.raises(WireError, match="slot 1, which it does not own"):
        shell.arrived(Frame(1, 2))


def test_frames_that_count_backwards_are_refused(memory):
    shell = ShellFrames(memory, SIZE)
    shell.arrived(Frame(1, 5))
    with pytest.raises(WireError, match="frame 5 after frame 5"):
        shell.arrived(Frame(2, 5))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["draw", "deliver", "take", "give back"]), max_size=60))
def test_no_slot_is_ever_owned_by_both(steps):
    fd = create_memory(SLOTS * bytes_of(SIZE))
    demo, shell = DemoFrames(fd, SIZE), ShellFrames(fd, SIZE)
    os.close(fd)
    flying, returning, drawn, seen, shown = [], [], 0, 0, None
    for step in steps:
        if step == "draw" and demo.ready:
            drawn += 1
            demo.next().fill((drawn, drawn, drawn))
            flying.append(demo.hand_over())
        elif step == "deliver" and flying:
            returning.append(shell.arrived(flying.pop(0)))
        elif step == "take" and (taken := shell.take()):
            shown, before = taken
            returning.append(before)
            assert shown.get_at((0, 0))[0] > seen
            seen = shown.get_at((0, 0))[0]
        elif step == "give back" and returning:
            slot = returning.pop(0)
            if slot is not None:
                demo.released(slot)
        # What is on the screen stays as it was, whatever the demo does meanwhile.
        assert shown is None or set(shown.get_view("0").raw) <= {seen, 255}
