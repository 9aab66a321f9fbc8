"""What a picture of See Inside costs at 1280x720: found on every picture, or followed; then drawn. And what memory.

The aim is 20 pictures a second, looking and drawing together, on one core: a demo has no more.
"""

import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import xlab_demo_see_inside
from tests.demos.sheets import photographed, surface
from xlab_demo_see_inside.lens import facing
from xlab_demo_see_inside.see_inside import SeeInside
from xlab_demo_see_inside.vision import Finder, Watcher, gray
from xlab_kiosk.stage.testing import Play

PICTURES = 120
FOLDER = Path(xlab_demo_see_inside.__file__).parent


def timed(do: Callable[[], object]) -> float:
    """Milliseconds of this thread's processor time."""
    began = time.thread_time()
    do()
    return (time.thread_time() - began) * 1000


def told(what: str, took: list[float]) -> None:
    median, p95 = statistics.median(took), sorted(took)[int(0.95 * len(took))]
    print(f"{what}: median {median:.1f} ms, p95 {p95:.1f} ms: {1000 / median:.0f} pictures a second", flush=True)


def main() -> None:
    """Print all of it."""
    poses = [
        facing((60 * np.sin(i / 9), 20 * np.sin(i / 7), 480 + 80 * np.sin(i / 15)), yaw=20 * np.sin(i / 11))
        for i in range(PICTURES)
    ]
    pictures = [surface(photographed(pose, noise=3, blur=0.8, seed=i)) for i, pose in enumerate(poses)]
    finder, watcher = Finder(), Watcher(60.0, {0: 60.0})
    told("found on every picture", [timed(lambda picture=one: finder.find(gray(picture))) for one in pictures])
    told("followed", [timed(lambda picture=one: watcher.look(picture)) for one in pictures])
    searching = Watcher(60.0, {5: 25.0})
    told("searched in vain", [timed(lambda picture=one: searching.look(picture)) for one in pictures])
    for opened in (0.0, 1.0):
        play = Play(FOLDER, (1280, 720))
        for one in pictures[:3]:
            play.camera(one)
            play.wait(0.05)
        assert isinstance(play.demo, SeeInside)
        assert play.demo.story.scene == "open"
        play.demo.story.pull(opened)
        play.wait(1.0)

        def seen(picture: object, play: Play = play) -> None:
            play.camera(picture)  # type: ignore[arg-type]
            for _ in range(3):  # looked at, painted, and time for a camera's next picture
                play.wait(1 / 60)
                if play.stage.wants_redraw:
                    play.draw()

        took = [timed(lambda picture=one: seen(picture)) for one in pictures]
        told(f"all of it, {'open' if opened else 'closed'}: followed, painted, drawn", took)
    print(f"largest memory of this process, with all {PICTURES} pictures in it: {_mb():.0f} MB")


def _mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
