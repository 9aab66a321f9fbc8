"""What a screen of six cards costs to paint once its pieces are kept: ``python tests/benchmarks/bench_paint.py``.

The aim is under 4 ms at 1280x720, which leaves most of a frame's 16 ms to demos.
"""

import statistics
import time

from pygame import Rect, Surface

from xlab_kiosk.stage import Card, Theme, foam

PICTURES = 200


def main() -> None:
    for size in ((800, 480), (1280, 720), (1920, 1080), (720, 1280)):
        theme = Theme(size)
        columns, rows = (2, 3) if theme.portrait else (3, 2)
        gap = theme.space(4)
        wide, high = (size[0] - (columns + 1) * gap) // columns, (size[1] - (rows + 1) * gap) // rows
        places = [
            Rect(gap + column * (wide + gap), gap + row * (high + gap), wide, high)
            for row in range(rows)
            for column in range(columns)
        ]
        cards = [Card(theme, place, "Warm Welcome", "Put your badge on the pad", on_tap=print) for place in places]
        screen = Surface(size, 0, 32)

        def paint(screen: Surface = screen, cards: list[Card] = cards) -> float:
            began = time.perf_counter()
            screen.blit(foam(screen.get_size()), (0, 0))
            for card in cards:
                card.draw(screen)
            return (time.perf_counter() - began) * 1000

        first = paint()
        kept = sorted(paint() for _ in range(PICTURES))
        print(
            f"six cards at {size[0]}x{size[1]}: first {first:.0f} ms, "
            f"then median {statistics.median(kept):.2f} ms, p95 {kept[int(PICTURES * 0.95)]:.2f} ms"
        )


if __name__ == "__main__":
    main()
