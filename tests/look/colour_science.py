"""What the colour tests need: contrast, colour difference, simulated colour blindness. Colours are ``#rrggbb``."""

import math

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

NORMAL: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))

# Machado, Oliveira, Fernandes: "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG
# 15(6), 2009, table for severity 1.0; they apply to linear RGB.
PROTANOPIA: Matrix = (
    (0.152286, 1.052583, -0.204868),
    (0.114503, 0.786281, 0.099216),
    (-0.003882, -0.048116, 1.051998),
)
DEUTERANOPIA: Matrix = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
TRITANOPIA: Matrix = (
    (1.255528, -0.076749, -0.178779),
    (-0.078411, 0.930809, 0.147602),
    (0.004733, 0.691367, 0.303900),
)

# Linear sRGB to CIE XYZ (IEC 61966-2-1), white D65.
_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Triple = (0.95047, 1.0, 1.08883)


def contrast(a: str, b: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, 1..21."""
    dark, bright = sorted(_times(_XYZ, _linear(colour))[1] for colour in (a, b))
    return (bright + 0.05) / (dark + 0.05)


def difference(a: str, b: str, eye: Matrix = NORMAL) -> float:
    """CIE 1976 colour difference (about 2.3 is just noticeable) as this eye sees the two colours."""
    return math.dist(_lab(_times(eye, _linear(a))), _lab(_times(eye, _linear(b))))


def _linear(colour: str) -> Triple:
    r, g, b = (byte / 255 for byte in bytes.fromhex(colour[1:]))
    return _decode(r), _decode(g), _decode(b)


def _decode(v: float) -> float:
    return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4


def _times(matrix: Matrix, v: Triple) -> Triple:
    x, y, z = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, v, strict=True)))) for row in matrix)
    return x, y, z


def _lab(rgb: Triple) -> Triple:
    x, y, z = (value / white for value, white in zip(_times(_XYZ, rgb), _WHITE, strict=True))
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
