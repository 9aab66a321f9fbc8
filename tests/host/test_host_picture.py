import threading

import pytest

from tests.fakes.quiet_shell import trial
from xlab.catalogue import Entry
from xlab_kiosk.host import patience, render_attract, render_pictures

pytestmark = pytest.mark.usefixtures("nothing_left")


def test_a_picture_is_what_the_demo_draws():
    picture = render_attract(trial("good"), (64, 48))
    assert picture.get_size() == (64, 48)
    assert [picture.get_at(at)[:3] for at in ((0, 0), (31, 0), (32, 0), (63, 47))] == [(255,) * 3] * 2 + [
        (200, 30, 10)
    ] * 2


def test_several_sizes_come_from_one_process():
    sizes = [(64, 48), (100, 30), (7, 5)]
    pictures = render_pictures(trial("good"), sizes)
    assert [surface.get_size() for surface in pictures.surfaces] == sizes
    assert {tuple(surface.get_at((6, 4))[:3]) for surface in pictures.surfaces} == {(200, 30, 10)}


def test_a_thread_may_ask():
    found = []
    thread = threading.Thread(target=lambda: found.append(render_attract(trial("good"), (64, 48))))
    thread.start()
    thread.join()
    assert found[0].get_size() == (64, 48)


@pytest.mark.parametrize(
    ("name", "reason"),
    {
        "never_draws": "The demo draws no attract picture.",
        "crash_start": "ValueError: no start today (trial.py, line 8, in start)",
        "no_demo": "TypeError: Trial in trial.py is no Demo; write: class Trial(Demo)",
        "print_much": "The demo draws no attract picture.",
    }.items(),
)
def test_without_a_picture_there_is_a_reason(name, reason):
    pictures = render_pictures(trial(name), [(64, 48)])
    assert (pictures.surfaces, pictures.reason) == ((), reason)


def test_a_demo_that_hangs_has_no_picture():
    assert render_pictures(trial("hang_import"), [(64, 48)], 0.5).reason == "It was not drawn within 0.5 s."


def test_a_demo_that_is_not_ready_has_no_picture():
    entry = Entry(name="lost", door="dropped", folder=None, status="bad", reason="It is gone.")
    assert render_pictures(entry, [(64, 48)]).reason == "It is gone."
    assert render_attract(entry, (64, 48)) is None


def test_a_machine_on_which_the_kiosk_started_slowly_has_more_patience_with_demos():
    assert patience(0.6) == 8.0
    assert patience(23.0) == 92.0
