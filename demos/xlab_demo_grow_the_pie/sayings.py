"""What each side reads before it: one or two short lines for every moment of a play."""

from math import ceil

from xlab_demo_grow_the_pie.game import SLICE, Outcome, Side
from xlab_demo_grow_the_pie.pace import FLIP_S
from xlab_demo_grow_the_pie.story import Story
from xlab_kiosk.stage import Line, Stage


def said(stage: Stage, story: Story, side: Side) -> list[Line]:
    """What this side is told now."""
    if story.scene == "seats":
        return _seats(stage, story, side)
    if story.scene == "splitting":
        return _splitting(stage, story, side)
    if story.scene == "served":
        return [Line(stage.text("served.total", points=story.home[side]), "title")]
    if story.scene == "revealing" and story.last is not None:
        words = _brought(stage, story.last, side) if story.seconds >= FLIP_S else stage.text("turn.open")
    elif story.scene == "ended":
        words = stage.text("ended.whole" if story.whole else "ended.part" if story.making.slices else "ended.nothing")
    else:
        words = _choosing(stage, story, side)
    return [Line(words, "body", "ink", 0, 600)]


def _seats(stage: Stage, story: Story, side: Side) -> list[Line]:
    if story.seated[side]:
        return [Line(stage.text("seats.waiting", seconds=ceil(story.waits)), "caption", "ink_soft")]
    key = "seats.invited" if any(story.seated) else "seats.free"
    return [Line(stage.text(key), "caption", "ink_soft")]


def _choosing(stage: Stage, story: Story, side: Side) -> str:
    own, other = story.chosen[side], story.chosen[1 - side]
    if own is not None:
        return stage.text("turn.chosen")
    if other is not None and story.machine is None:
        return stage.text("turn.hurry")
    return stage.text("turn.next" if story.making.turns else "turn.first")


def _brought(stage: Stage, last: Outcome, side: Side) -> str:
    """What the turn brought, as this side sees it."""
    if last.grew:
        if "contract" in last.moves:
            return stage.text("turn.slow", points=SLICE)
        return stage.text("turn.both", points=SLICE)
    own, other = last.moves[side], last.moves[1 - side]
    if own == "contract":
        return stage.text("turn.safe")
    if other == "contract":
        return stage.text("turn.caught", points=last.home[side])
    if own == other:
        return stage.text("turn.none", points=last.home[side])
    key = "turn.given" if own == "share" else "turn.taken"
    return stage.text(key, points=max(last.home))


def _splitting(stage: Stage, story: Story, side: Side) -> list[Line]:
    total = sum(story.claims)
    if total > 100:
        first = stage.text("split.much", percent=total)
    elif story.agreed[side]:
        first = stage.text("split.waiting")
    elif total < 100:
        first = stage.text("split.left", percent=100 - total)
    else:
        first = stage.text("split.fits" if story.machine is None else "split.fits_alone")
    closes = stage.text("split.closes", seconds=ceil(story.waits))
    return [Line(first, "body", "ink", 0, 600), Line(closes, "caption", "ink_soft")]
