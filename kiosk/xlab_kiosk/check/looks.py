"""What is wrong with a picture: with its texts, with its targets. Pure: it looks at what a probe was told.

Judged is what stands still. A text that fades in is paler than it will be, and a card on its way is under no finger.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec
from pygame import Color, Rect, Surface, mask

from xlab_kiosk.check.messages import Found
from xlab_kiosk.stage.probe import contrast
from xlab_kiosk.stage.testing import UNDRAWN, SeenTarget, SeenText
from xlab_kiosk.stage.theme import Theme

CONTRAST = 4.5
"""The least contrast of a text, as the Web Content Accessibility Guidelines 2.1 define it for their level AA."""

NEAR = (24, 24, 24, 255)
"""How far a pixel may be from a text's ink and still be it: edges are smoothed."""

INKED = 0.01
"""The part of a text's box that shows its ink at the least; a word covers a tenth of it."""

_SAMPLES = (48, 12)


class Look(msgspec.Struct, frozen=True):
    """What is on the screen at one moment."""

    texts: tuple[SeenText, ...]
    targets: tuple[SeenTarget, ...]

    @property
    def name(self) -> str:
        """What a person knows this screen by: its largest words."""
        largest = max(self.texts, key=lambda text: text.size_px, default=None)
        return f'the screen "{shortened(largest.text)}"' if largest is not None else "a screen without words"

    @property
    def signature(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What tells it from another screen: words without their digits, and what can be touched."""
        words = sorted("".join(letter for letter in text.text if not letter.isdigit()) for text in self.texts)
        return tuple(words), tuple(sorted(target.name for target in self.targets))


def shortened(text: str, most: int = 48) -> str:
    """The beginning of a long text."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def still(before: Look, now: Look) -> Look:
    """What did not change between two looks."""
    return Look(
        tuple(text for text in now.texts if text in before.texts),
        tuple(target for target in now.targets if target in before.targets),
    )


def faults(look: Look, picture: Surface, theme: Theme, screen: str) -> Iterator[Found]:
    """What is wrong with a picture that stands still; ``screen`` is what the whole of it is called."""
    if covered(picture, UNDRAWN):
        text = "A part of the picture is not drawn, so visitors see an older one there. Begin draw() with foam()."
        yield Found("picture", text, screen)
    for seen in look.texts:
        yield from _text_faults(seen, picture, theme, screen)
    yield from _target_faults(look.targets, theme, screen)


def pale(seen: SeenText, picture: Surface) -> Found | None:
    """The fault of a text that is hard to read, as it was told or as the finished picture shows it."""
    least = contrast(seen.colour, seen.background)
    if least >= CONTRAST:
        shown = contrast_in(picture, seen)
        least = least if shown is None else min(least, shown)
    if least >= CONTRAST:
        return None
    words = f'"{shortened(seen.text)}" has a contrast of {least:.1f}:1 to what is behind it; {CONTRAST}:1 is needed.'
    return Found("contrast", f"{words} Use the theme's ink, ink_soft or an accent, on foam.")


def contrast_in(picture: Surface, seen: SeenText) -> float | None:
    """The contrast of a text in the finished picture; None where it is as it was told, or wholly covered."""
    box = seen.rect.clip(picture.get_rect())
    if not box.width or not box.height:
        return None
    part = picture.subsurface(box)
    if mask.from_threshold(part, seen.colour, NEAR).count() >= INKED * box.width * box.height:
        return None
    # Something was drawn over it. The commonest colour is its ground now, the one farthest from it its ink.
    across, down = min(_SAMPLES[0], box.width), min(_SAMPLES[1], box.height)
    places = [(box.width * x // across, box.height * y // down) for x in range(across) for y in range(down)]
    colors = Counter(tuple(part.get_at(place)) for place in places)
    ground = Color(*colors.most_common(1)[0][0])
    most = max(contrast(Color(*color), ground) for color in colors)
    return most if most > 1.3 else None  # less is no text any more, but a card above it


def covered(picture: Surface, color: Color) -> bool:
    """Whether any of a picture still has this colour."""
    return mask.from_threshold(picture, color, (1, 1, 1, 255)).count() > 0


def _text_faults(seen: SeenText, picture: Surface, theme: Theme, screen: str) -> Iterator[Found]:
    words = f'"{shortened(seen.text)}"'
    if not seen.fits:
        text = f"{words} does not fit into its box. Give it more room, or say it in fewer words."
        yield Found("inside", text, screen)
    least = theme.type_px("caption")
    if seen.size_px < least:
        text = f"{words} is {seen.size_px} px high where {least} are needed. Use the stage's own theme and its roles."
        yield Found("type size", text, screen)
    fault = pale(seen, picture)
    if fault is not None:
        yield msgspec.structs.replace(fault, where=screen)


def _target_faults(targets: Sequence[SeenTarget], theme: Theme, screen: str) -> Iterator[Found]:
    panel, least = Rect((0, 0), theme.size), theme.target
    todo = f"Make it {least} px or more both ways, which is 9 mm on a 7 inch panel"
    for target in targets:
        seen = target.rect.clip(panel)
        if min(seen.size) < least:
            text = f'The target "{shortened(target.name)}" is {seen.width} by {seen.height} px. {todo}.'
            yield Found("targets", text, screen)
    for one, other in combinations(targets, 2):
        both = one.rect.clip(other.rect)
        if both.width and both.height and not (_left(one.rect, both, least) or _left(other.rect, both, least)):
            names = f'"{shortened(one.name)}" and "{shortened(other.name)}"'
            text = f"The targets {names} lie so close that one is hit for the other. {todo}, and leave a gap."
            yield Found("targets", text, screen)


def _left(rect: Rect, taken: Rect, least: int) -> bool:
    """Whether enough of a target is left for a finger without the part that another takes."""
    wide = max(taken.left - rect.left, rect.right - taken.right) >= least and rect.height >= least
    return wide or (max(taken.top - rect.top, rect.bottom - taken.bottom) >= least and rect.width >= least)
