"""What screens full of cards and of every widget cost to paint once their pieces are kept.

The aim is under 4 ms for six cards and under 8 ms for any page of widgets at 1280x720 while everything on it moves:
half of a frame's 16 ms is left to demos.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from pygame import Rect, Surface

from tests.stage.gallery import PAGES, draw, settled
from xlab_kiosk.stage import Bars, Card, Dots, Point, PointMap, Ranked, RankList, Share, Slider, Theme, Widget, foam

PICTURES = 120
SIZES = ((800, 480), (1280, 720), (1920, 1080), (720, 1280))


def six_cards(size: tuple[int, int]) -> list[Widget]:
    theme = Theme(size)
    across, down = (2, 3) if theme.portrait else (3, 2)
    gap = theme.space(4)
    wide, high = (size[0] - (across + 1) * gap) // across, (size[1] - (down + 1) * gap) // down
    places = [
        Rect(gap + column * (wide + gap), gap + row * (high + gap), wide, high)
        for row in range(down)
        for column in range(across)
    ]
    return [Card(theme, place, "Warm Welcome", "Put your badge on the pad", on_tap=print) for place in places]


def stir(widgets: Sequence[Widget], number: int) -> None:
    """Set everything that can move on its way again, so that no picture is like the one before."""
    even = number % 2
    for widget in widgets:
        match widget:
            case Bars() | Share():
                widget.to([1 + (at + number) % 7 for at in range(len(widget.labels))])
            case Dots():
                widget.to([(at * (2 + even)) % 11 for at in range(17)])
            case PointMap():
                widget.to([Point((at * 0.13 + 0.1 * even) % 1, (at * 0.29) % 1, "Users") for at in range(8)])
            case RankList():
                widget.to([Ranked(str(at), "Repair", (at * (3 + even)) % 7) for at in range(6)])
            case Slider():
                widget.value = widget.high * (number % 10) / 10


def timed(paint: Callable[[], None]) -> float:
    """Milliseconds of this thread's processor time: other programs on the machine are not measured."""
    began = time.thread_time()
    paint()
    return (time.thread_time() - began) * 1000


def main() -> None:
    for size in SIZES:
        screen = Surface(size, 0, 32)

        def cards(screen: Surface = screen, widgets: Sequence[Widget] = six_cards(size)) -> None:
            screen.blit(foam(screen.get_size()), (0, 0))
            for card in widgets:
                card.draw(screen)

        _told(f"six cards at {size[0]}x{size[1]}", timed(cards), [timed(cards) for _ in range(PICTURES)])
    for size in SIZES:
        for name, make in PAGES.items():
            widgets = settled(make(Theme(size), "de"))
            first = timed(lambda widgets=widgets, size=size: draw(widgets, size))  # type: ignore[misc]
            kept = []
            for number in range(PICTURES):
                if number % 12 == 0:
                    stir(widgets, number // 12)
                for widget in widgets:
                    widget.update(1 / 60)
                kept.append(timed(lambda widgets=widgets, size=size: draw(widgets, size)))  # type: ignore[misc]
            _told(f"page {name} at {size[0]}x{size[1]}, moving", first, kept)


def _told(what: str, first: float, kept: list[float]) -> None:
    kept = sorted(kept)
    p95 = kept[int(len(kept) * 0.95)]
    print(f"{what}: first {first:.0f} ms, then median {statistics.median(kept):.2f} ms, p95 {p95:.2f} ms")


if __name__ == "__main__":
    main()
