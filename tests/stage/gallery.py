"""Every widget in every state, for our eyes.

``python -m tests.stage.gallery --size 800x480 --lang de --save FILE.png``: each page is one screen as a demo would lay
it out; the picture shows all pages side by side. The tests draw the same pages.
"""

import argparse
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pygame
from pygame import Rect, Surface

from xlab_kiosk.stage import (
    Badge,
    BadgePicture,
    Bars,
    Button,
    Card,
    Choice,
    Countdown,
    Dial,
    Dots,
    DragDrop,
    Pane,
    Piece,
    Place,
    Point,
    PointMap,
    Progress,
    QRCode,
    Ranked,
    RankList,
    Share,
    Slider,
    TextBox,
    Theme,
    Touch,
    Widget,
    beside,
    columns,
    draw_icon,
    foam,
    grid,
    inset,
    middle,
    page,
    rows,
)
from xlab_kiosk.stage._texts import written

Words = dict[str, Any]
WORDS: dict[str, Words] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def nothing(*_: object) -> None:
    """What a button of the gallery does."""


def press(widget: Widget, x: float, y: float, pointer: int = 1) -> None:
    """Hold a finger down on a widget until it is seen."""
    widget.touch(Touch(pointer, "down", x, y))
    widget.update(0.2)


def setting(theme: Theme, language: str) -> list[Widget]:
    """Words, sliders, a dial and buttons, as in a demo about patience."""
    say = WORDS[language]
    head, body, buttons = rows(theme, page(theme), "title", 1, "2.6 target" if theme.portrait else "1.2 target")
    left, right = beside(theme, body, 1.6, 1)
    one, two, three = rows(theme, left, 1.3, 1, 1, gap=1)
    sky = theme.color("sky")
    year = lambda value: say["year"].format(n=round(value))  # noqa: E731
    ends = (say["now"], say["never"])
    held = Slider(theme, two, say["patience"], value=7, low=0, high=10, step=1, show=year, color=sky)
    press(held, *held.groove.midright)
    held.value = 7
    dials = columns(theme, right, 1, 1) if theme.portrait else rows(theme, right, 1)
    four = grid(theme, buttons, 4, across=2 if theme.portrait else 4, gap=2)
    pressed = Button(theme, four[1], say["again"], nothing, kind="quiet")
    press(pressed, *four[1].center)
    return [
        TextBox(theme, head, say["title"], "title"),
        Slider(theme, one, say["patience"], value=0.35, show=lambda v: f"{round(100 * v)} %", ends=ends),
        held,
        Slider(theme, three, say["patience"], value=3, high=10, show=year, enabled=False),
        *[
            Dial(
                theme,
                place,
                say["rate"],
                value=2.5,
                high=6,
                show=lambda rate: f"{written(rate, 1, language)} %",
                color=sky,
                enabled=not n,
            )
            for n, place in enumerate(dials)
        ],
        Button(theme, four[0], say["start"], nothing),
        pressed,
        Button(theme, four[2], say["forget"], nothing, icon="cross", kind="quiet"),
        Button(theme, four[3], say["off"], nothing, enabled=False),
    ]


def choosing(theme: Theme, language: str) -> list[Widget]:
    """One of a few, several of a few, a card, a badge, a countdown."""
    say = WORDS[language]
    top, middle_row, bottom = rows(theme, page(theme), "1.2 target", "4.6 target" if theme.portrait else 1.7, 1)
    several, pick = rows(theme, middle_row, 1, "body", gap=1)
    leaf = theme.color("leaf")
    things = columns(theme, bottom, 2, 1, 1, 1)
    if theme.portrait:
        upper, lower = rows(theme, bottom, 1, 1)
        things = [upper, *columns(theme, lower, 1, 1, 1)]
    countdown = Countdown(theme, things[2], 10)
    countdown.update(3.4)
    spot = BadgePicture(theme, things[1], Badge("", "fox", "amber"), say["you"])
    icons = ("home", "lock", "globe")
    quiet, iconed = (top, top) if theme.portrait else columns(theme, top, 1.8, 1)
    made: list[Widget] = [
        Choice(theme, quiet, say["freq"], chosen=[1], color=leaf),
        Choice(theme, several, say["needs"], chosen=[0, 3, 4], most=3),
        TextBox(theme, pick, say["pick"], "caption", color="ink_soft"),
        Card(
            theme,
            things[0],
            say["card"],
            say["cardtext"],
            on_tap=nothing,
            picture=lambda s, r: draw_icon(s, "pad", r.center, min(r.size), theme.color("violet")),
        ),
        spot,
        countdown,
        BadgePicture(theme, things[3], None, "…"),
    ]
    if not theme.portrait:
        made.append(Choice(theme, iconed, ["A", "B", "C"], icons=icons, chosen=[2], enabled=False))
    return made


def sorting(theme: Theme, language: str) -> list[Widget]:
    """Pieces in their places, one in a hand."""
    say = WORDS[language]
    left, right = beside(theme, page(theme), 1, 1)
    places = [Place("shelf", left, say["shelf"], room=6, across=2)]
    places += [
        Place(key, rect, say[key])
        for key, rect in zip(("first", "second", "third"), rows(theme, right, 1, 1, 1), strict=True)
    ]
    accents = ("coral", "amber", "leaf", "sky", "violet", "ink")
    pieces = [Piece(str(n), label, color=theme.color(accents[n])) for n, label in enumerate(say["needs"])]
    start = dict.fromkeys("0123", "shelf") | {"4": "first", "5": "shelf"}
    board = DragDrop(theme, pieces, places, start)
    x, y = board.rect_of("1").center
    board.touch(Touch(1, "down", x, y))
    aim = places[2].rect
    board.touch(Touch(1, "move", aim.centerx - aim.width // 5, aim.centery + aim.height // 8))
    for _ in range(30):
        board.update(0.05)
    return [board]


def charts(theme: Theme, language: str) -> list[Widget]:
    """Bars, shares, dots, a map and a rank list."""
    say = WORDS[language]
    cells = grid(theme, page(theme), 4, across=1 if theme.portrait else 2, gap=5)
    colors = [theme.color(name) for name in ("sky", "foam_edge")]
    share = Share(
        theme, cells[1], say["keep"], [9, 4], n=13, title=say["chosen"], colors=[colors[0], theme.color("ink_soft")]
    )
    bars = Bars(
        theme,
        cells[0],
        say["needs"][:4],
        [12, 9, 5, 1],
        n=27,
        title=say["matter"],
        colors=[theme.color("amber"), *[theme.color("ink_soft")] * 3],
    )
    values = [1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 5, 6, 8, 9, 3, 4]
    dots = Dots(theme, cells[2], values, low=0, high=10, ends=(say["now"], say["never"]), title=say["when"], mine=11)
    points = [
        Point(0.16, 0.3, say["groups"][0], theme.color("sky")),
        Point(0.28, 0.42),
        Point(0.2, 0.55),
        Point(0.7, 0.2, say["groups"][1], theme.color("amber")),
        Point(0.78, 0.34),
        Point(0.62, 0.3),
        Point(0.55, 0.82, say["groups"][2], theme.color("coral")),
        Point(0.66, 0.75),
    ]
    return [bars, share, dots, PointMap(theme, cells[3], points, n=24, title=say["views"])]


def telling(theme: Theme, language: str) -> list[Widget]:
    """A rank list, a code for phones, how far one is."""
    say = WORDS[language]
    left, right = beside(theme, page(theme), 1.3, 1)
    ranks = [
        Ranked(str(n), name, score, theme.color("sky") if n == 3 else None)
        for n, (name, score) in enumerate(zip(say["needs"], (61, 58.5, 52, 47, 33.2, 12), strict=True))
    ]
    words, code, bar = rows(theme, right, "2 lead", 1, "3 space", gap=2)
    return [
        RankList(theme, left, ranks, n=13, title=say["rank"], show=lambda score: written(score, 1, language)),
        TextBox(theme, words, say["phone"], "lead", align="center", valign="middle"),
        QRCode(theme, code, "http://192.168.4.1:8080/r/7", "192.168.4.1:8080"),
        Progress(theme, bar, 0.6, color=theme.color("sky")),
    ]


def facing(theme: Theme, language: str) -> list[Widget]:
    """Two players on two sides of the table."""
    say = WORDS[language]
    sides = rows(theme, page(theme, 4), 1, 1, gap=6)
    panes: list[Widget] = []
    for turned, rect, accent in ((True, sides[0], "coral"), (False, sides[1], "sky")):
        color = theme.color(accent)
        told, slider, buttons = rows(theme, rect, "body", 1, "1.1 target", gap=1.5)
        give = Slider(theme, slider, say["near"], value=6 if turned else 3, high=10, step=1, color=color)
        ready = columns(theme, buttons, 1, 1, 1)
        pane = Pane(
            rect,
            [
                TextBox(theme, told, say["round"], "body", color="ink_soft", align="center", valign="middle"),
                give,
                BadgePicture(theme, middle(ready[0], *inset(theme, ready[0], 0).size), Badge("", "owl", accent)),
                Button(theme, ready[1], say["ready"], nothing),
            ],
            turned=turned,
        )
        panes.append(pane)
    return panes


def states(theme: Theme, language: str) -> list[Widget]:
    """At rest, pressed and off: buttons, cards, pieces."""
    say = WORDS[language]
    top, cards, below = rows(theme, page(theme), "1.2 target", 1.4 if theme.portrait else 1.2, 1)
    if theme.portrait:
        top, cards, below = rows(theme, page(theme), "2.6 target", 2, 1)
    labels = (say["start"], say["again"], say["ready"], say["off"])
    places = grid(theme, top, 4, across=2 if theme.portrait else 4, gap=2)
    made: list[Widget] = [
        Button(theme, place, label, nothing, kind="main" if number < 2 else "quiet", enabled=number != 3)
        for number, (place, label) in enumerate(zip(places, labels, strict=True))
    ]
    for number, place in enumerate(grid(theme, cards, 3, across=1 if theme.portrait else 3)):
        accent = theme.color(("violet", "violet", "ink_faint")[number])
        made.append(
            Card(
                theme,
                place,
                say["card"],
                say["cardtext"],
                on_tap=nothing,
                picture=lambda s, r, ink=accent: draw_icon(s, "pad", r.center, min(*r.size, theme.px(120)), ink),
                enabled=number != 2,
            )
        )
    for pressed in (made[1], made[5]):
        press(pressed, *pressed.rect.center)
    left, right = columns(theme, below, 1, 1)
    for rect, enabled in ((left, True), (right, False)):
        pieces = [Piece(str(number), label) for number, label in enumerate(say["needs"][:2])]
        place = Place("one", rect, say["first"], room=2)
        made.append(DragDrop(theme, pieces, [place], dict.fromkeys("01", "one"), enabled=enabled))
    return made


PAGES: dict[str, Callable[[Theme, str], list[Widget]]] = {
    "states": states,
    "setting": setting,
    "choosing": choosing,
    "sorting": sorting,
    "charts": charts,
    "telling": telling,
    "facing": facing,
}


def settled(widgets: Sequence[Widget]) -> Sequence[Widget]:
    """The widgets after everything that moves has arrived."""
    for widget in widgets:
        if not isinstance(widget, Countdown):
            for _ in range(12):
                widget.update(0.05)
    return widgets


def draw(widgets: Sequence[Widget], size: tuple[int, int]) -> Surface:
    """One page."""
    screen = Surface(size, 0, 32)
    screen.blit(foam(size), (0, 0))
    for widget in widgets:
        widget.draw(screen)
    return screen


def main() -> None:
    """Draw and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--lang", default="en", choices=list(WORDS))
    parser.add_argument("--page", choices=list(PAGES))
    parser.add_argument("--save", required=True)
    given = parser.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    names = [given.page] if given.page else list(PAGES)
    across = 1 if given.page else 3 if height > width else 2
    lines = -(-len(names) // across)
    sheet = Surface((across * (width + 12) - 12, lines * (height + 12) - 12), 0, 32)
    sheet.fill((90, 90, 90))
    for number, name in enumerate(names):
        picture = draw(settled(PAGES[name](Theme((width, height)), given.lang)), (width, height))
        sheet.blit(picture, Rect(number % across * (width + 12), number // across * (height + 12), 0, 0))
    pygame.image.save(sheet, given.save)


if __name__ == "__main__":
    main()
