"""``/look.css``: the design tokens as CSS custom properties. No other style names a colour or a size of its own."""

from collections.abc import Mapping
from typing import Final

from xlab.look import tokens

SCALE: Final = tokens.scale(390, 844)
"""Pages are read from the hand or from a desk, so they take the tokens as the smallest panel does."""

_BROWSER_PX: Final = 16
"""A browser's own text size: lengths are relative to it, so that a reader's larger setting enlarges all."""

_RANGES: Final = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122",
    "latin-ext": "U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0",
}
"""Which letters a font file is fetched for: the second only when a page has such a letter."""

_COLOURS: Final = {
    "foam": tokens.FOAM,
    "foam-raised": tokens.FOAM_RAISED,
    "foam-pressed": tokens.FOAM_PRESSED,
    "foam-edge": tokens.FOAM_EDGE,
    "ink": tokens.INK,
    "ink-soft": tokens.INK_SOFT,
    "ink-faint": tokens.INK_FAINT,
    "paper": tokens.PAPER,
    "paper-raised": tokens.PAPER_RAISED,
    "paper-ink": tokens.PAPER_INK,
    "paper-ink-soft": tokens.PAPER_INK_SOFT,
}


_SHADOW: Final = 0.4
"""How bright a shadow is, against pressed foam: the depth of a cut-out."""


def look_css(fonts: Mapping[tuple[int, str], str]) -> str:
    """The style sheet; ``fonts`` maps weight and alphabet to the address of a font file, and may be empty."""
    properties = _COLOURS | {"shadow": _dimmed(tokens.FOAM_PRESSED, _SHADOW)}
    properties |= {f"accent-{name}": colour for name, colour in tokens.ACCENTS.items()}
    properties |= {f"stage-{stage}": f"var(--accent-{name})" for stage, name in tokens.STAGE_ACCENTS.items()}
    properties |= {f"type-{name}": _rem(size) for name, size in tokens.TYPE.items()}
    properties |= {f"radius-{name}": _rem(size) for name, size in tokens.RADIUS.items()}
    properties |= {"space": _rem(tokens.SPACE), "target": _rem(tokens.TARGET_PX)}
    properties |= {f"duration-{name}": f"{seconds:g}s" for name, seconds in tokens.DURATION.items()}
    lines = [f"  --{name}: {value};" for name, value in properties.items()]
    faces = [_face(weight, alphabet, address) for (weight, alphabet), address in sorted(fonts.items())]
    return "\n".join([":root {", *lines, "}", *faces, ""])


def _dimmed(colour: str, share: float) -> str:
    return "#" + "".join(f"{round(int(colour[i : i + 2], 16) * share):02x}" for i in (1, 3, 5))


def _rem(px: float) -> str:
    return f"{px * SCALE / _BROWSER_PX:.4g}rem"


def _face(weight: int, alphabet: str, address: str) -> str:
    return (
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; font-display: swap; '
        f'src: url("{address}") format("woff2"); unicode-range: {_RANGES[alphabet]}; }}'
    )
