"""The promises of the palette: readable on foam and paper, accents apart for every eye."""

from itertools import combinations

import pytest

from tests.look.colour_science import DEUTERANOPIA, NORMAL, PROTANOPIA, TRITANOPIA, Matrix, contrast, difference
from xlab.look import tokens

READABLE = 4.5
"""WCAG 2.2, criterion 1.4.3, for text of any size."""

APART = 15.0
"""CIE76 units between any two accents: about six just noticeable differences, enough for two badges side by side."""


def test_the_contrast_formula_agrees_with_its_published_ends() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0, abs=0.001)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ground", [tokens.FOAM, tokens.FOAM_RAISED, tokens.FOAM_PRESSED])
@pytest.mark.parametrize("ink", [tokens.INK, tokens.INK_SOFT, tokens.INK_FAINT, *tokens.ACCENTS.values()])
def test_text_and_accents_are_readable_on_foam(ground: str, ink: str) -> None:
    assert contrast(ground, ink) >= READABLE


@pytest.mark.parametrize("ground", [tokens.PAPER, tokens.PAPER_RAISED])
@pytest.mark.parametrize("ink", [tokens.PAPER_INK, tokens.PAPER_INK_SOFT])
def test_text_is_readable_on_paper(ground: str, ink: str) -> None:
    assert contrast(ground, ink) >= READABLE


@pytest.mark.parametrize("accent", tokens.ACCENTS.values())
def test_dark_text_is_readable_on_an_accent(accent: str) -> None:
    assert contrast(accent, tokens.FOAM_PRESSED) >= READABLE


@pytest.mark.parametrize(
    "eye",
    [NORMAL, PROTANOPIA, DEUTERANOPIA, TRITANOPIA],
    ids=["all cones", "protanopia", "deuteranopia", "tritanopia"],
)
def test_accents_are_apart_for_every_eye(eye: Matrix) -> None:
    apart = {
        pair: difference(*(tokens.ACCENTS[name] for name in pair), eye) for pair in combinations(tokens.ACCENTS, 2)
    }
    closest = min(apart, key=lambda pair: apart[pair])
    assert apart[closest] >= APART, f"{closest} are only {apart[closest]:.1f} apart"


def test_a_panel_of_720_lines_is_drawn_as_the_tokens_say_and_no_panel_smaller_than_two_thirds() -> None:
    assert tokens.scale(1280, 720) == 1.0
    assert tokens.scale(1920, 1080) == 1.5
    assert tokens.scale(720, 1280) == 1.0
    assert tokens.scale(320, 240) == 0.66
