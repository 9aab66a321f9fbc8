"""The theme turns tokens into pixels of a panel."""

import pygame
import pytest

from xlab.look import tokens
from xlab_kiosk.stage.theme import ROLES, Theme

PANELS = [(800, 480), (1280, 720), (1920, 1080), (720, 1280)]


@pytest.mark.parametrize(("size", "body"), [((800, 480), 19), ((1280, 720), 28), ((1920, 1080), 42), ((720, 1280), 28)])
def test_type_follows_the_shorter_side(size, body):
    assert Theme(size).type_px("body") == body


@pytest.mark.parametrize("size", PANELS)
def test_roles_go_from_large_to_small(size):
    sizes = [Theme(size).type_px(role) for role in ROLES]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


def test_a_target_is_nine_millimetres_on_a_seven_inch_panel():
    dots_per_inch = 133
    assert Theme((800, 480)).target / dots_per_inch * 25.4 >= tokens.TARGET_MM


def test_a_small_length_stays_visible_and_nothing_stays_nothing():
    theme = Theme((800, 480))
    assert (theme.px(0.5), theme.px(0), theme.px(-0.5)) == (1, 0, -1)


def test_only_a_standing_panel_is_portrait():
    assert [Theme(size).portrait for size in PANELS] == [False, False, False, True]


@pytest.mark.parametrize("name", ["foam", "foam_raised", "foam_pressed", "foam_edge", "ink", "ink_soft", "ink_faint"])
def test_colours_are_the_tokens(name):
    assert Theme((1280, 720)).color(name) == pygame.Color(getattr(tokens, name.upper()))


@pytest.mark.parametrize("name", sorted(tokens.ACCENTS))
def test_accents_are_colours_too(name):
    assert Theme((1280, 720)).color(name) == pygame.Color(tokens.ACCENTS[name])


def test_a_changed_colour_does_not_change_the_theme():
    theme = Theme((1280, 720))
    theme.color("ink").r = 0
    assert theme.color("ink") == pygame.Color(tokens.INK)


def test_an_unknown_colour_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="'mauve' is no colour of the theme; there are foam"):
        Theme((1280, 720)).color("mauve")


def test_the_smallest_role_is_not_reduced():
    theme = Theme((1280, 720))
    assert (theme.reduced("title"), theme.reduced("caption")) == ("lead", "caption")
