"""Text wraps, shrinks a step, then says that it does not fit; whatever it is, it stays inside."""

import string

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygame import Color, Rect, Surface

from xlab_kiosk.stage import fonts
from xlab_kiosk.stage.text import WEIGHTS, draw_text, layout
from xlab_kiosk.stage.theme import ROLES, Theme

THEME = Theme((1280, 720))
INK = Color(255, 255, 255)
GROUND = (1, 2, 3)

ALPHABETS = {
    "en": string.ascii_letters + string.digits + string.punctuation,
    "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»",
    "de": "äöüßÄÖÜẞ„“‚‘",
    "neighbours": "łŁśźżčřšžőűąęğıİåøñ",
    "typography": "–—…’‘“”‹›·•×÷°€±½²³µ§©®™−′″¿¡",
}

hostile = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="Wi -\n\u00a0\u202f", max_size=400),
    st.text(alphabet="x\u0301\u0302\u0308\u200d\ufe0f\U0001f469\U0001f3fdé", max_size=60),
    st.text(alphabet="שלום مرحبا\u200f\u202eabc", max_size=60),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Co", "Cn", "Cs"]), max_size=40),
)


def touched(surface):
    """The smallest rectangle around everything that was drawn on the ground."""
    mask = pygame.mask.from_threshold(surface, GROUND, (1, 1, 1, 255))
    mask.invert()
    boxes = mask.get_bounding_rects()
    return boxes[0].unionall(boxes[1:]) if boxes else None


def inside(rect, inner):
    """As Rect.contains, which does not take an empty rectangle to be inside of anything."""
    return rect.clip(inner) == inner or not (inner.width and inner.height)


def drawn(text, rect, role="body", size=(420, 260), **how):
    surface = Surface(size, 0, 32)
    surface.fill(GROUND)
    return surface, draw_text(surface, THEME, text, rect, role, INK, **how)


@pytest.mark.parametrize("weight", [400, 600, 700])
@pytest.mark.parametrize("character", sorted({c for letters in ALPHABETS.values() for c in letters}))
def test_every_letter_of_our_languages_has_a_glyph_of_its_own(character, weight):
    assert fonts.clean(character) == character
    subset = fonts.subset_of(character)
    missing = fonts.font(weight, subset, 40).render("\ufffe", True, INK)
    glyph = fonts.line_surface(character, weight, 40, INK)
    assert glyph.get_bounding_rect().height > 0
    assert pygame.image.tobytes(glyph, "RGBA") != pygame.image.tobytes(missing, "RGBA")


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_figures_are_tabular(weight):
    assert len({fonts.measure(digit * 10, weight, 28) for digit in string.digits}) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\u3000c", "a b c"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("soft\u00adhyphen\u200b \x00\x1b", "softhyphen "),
        ("\U0001f600\U0001f600 hi", "· hi"),
        ("\U0001f469\u200d\U0001f52c\ufe0f", "·"),
        ("e\u0301", "é"),
        ("ﬁ①", "fi1"),
        ("a \u2192 b", "a › b"),
        ("\ud800x", "x"),
        ("Que sais-tu\u202f?", "Que sais-tu\u2009?"),
    ],
)
def test_what_the_fonts_lack_is_spelled_dropped_or_a_dot(text, shown):
    assert fonts.clean(text) == shown


def test_lines_break_at_words():
    assert layout(THEME, "Put your badge on the pad", "body", 200).lines == ("Put your", "badge on the", "pad")


def test_a_heading_has_lines_of_about_one_length():
    assert layout(THEME, "What may a place know about you", "lead", 540).lines == (
        "What may a place",
        "know about you",
    )


def test_no_line_begins_with_a_mark_that_french_sets_apart():
    for width in range(120, 400, 7):
        lines = layout(THEME, "Que peut savoir un lieu de vous ? Rien : presque rien !", "body", width).lines
        assert not [line for line in lines if line[0] in "?:!"]


def test_a_line_may_end_at_a_hyphen():
    assert layout(THEME, "Ein Rohstoff-Lieferanten-Tag", "body", 280).lines[0].endswith("-")


def test_a_word_longer_than_a_line_is_set_smaller_before_it_is_broken():
    width = fonts.measure("Wiederkommen", WEIGHTS["lead"], THEME.type_px("body")) + 1
    block = layout(THEME, "Wiederkommen", "lead", width)
    assert (block.lines, block.role, block.fits) == (("Wiederkommen",), "body", True)


def test_a_word_that_is_too_long_in_any_size_is_broken():
    block = layout(THEME, "Donaudampfschifffahrt", "body", 120)
    assert len(block.lines) > 1
    assert "".join(block.lines) == "Donaudampfschifffahrt"
    assert block.fits


def test_text_that_is_too_high_shrinks_by_one_step():
    text = "One line and then one more"
    high = layout(THEME, text, "body", 200).height
    assert layout(THEME, text, "body", 200, height=high - 1).role == "caption"
    assert layout(THEME, text, "body", 200, height=high).role == "body"


def test_text_that_still_does_not_fit_says_so_and_ends_in_an_ellipsis():
    block = layout(THEME, "many words " * 40, "body", 200, height=90)
    assert not block.fits
    assert block.lines[-1].endswith("…")
    assert block.height <= 90


def test_no_more_lines_than_allowed():
    assert len(layout(THEME, "many words " * 40, "body", 200, max_lines=2).lines) == 2


def test_text_that_was_cut_for_its_length_does_not_fit():
    assert not layout(THEME, "a " * fonts.LONGEST, "caption", 100_000).fits


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\x00"])
def test_nothing_to_say_takes_no_room(text):
    block = layout(THEME, text, "body", 100)
    assert (block.lines, block.height, block.fits) == ((), 0, True)


def test_no_room_holds_no_text():
    assert not layout(THEME, "Hello", "body", 0).fits
    assert not layout(THEME, "Hello", "body", 300, height=0).fits


@settings(max_examples=150, deadline=None)
@given(
    text=hostile,
    role=st.sampled_from(ROLES),
    rect=st.builds(Rect, st.integers(0, 200), st.integers(0, 120), st.integers(0, 200), st.integers(0, 120)),
    align=st.sampled_from(["left", "center", "right"]),
    valign=st.sampled_from(["top", "middle", "bottom"]),
)
def test_no_text_raises_or_leaves_its_rectangle(text, role, rect, align, valign):
    surface, used = drawn(text, rect, role, align=align, valign=valign)
    inked = touched(surface)
    assert inside(rect, used)
    assert inked is None or inside(rect, inked)


@settings(max_examples=150, deadline=None)
@given(text=hostile, role=st.sampled_from(ROLES), width=st.integers(40, 500), height=st.integers(20, 300))
def test_a_block_that_fits_is_no_larger_than_its_room(text, role, width, height):
    block = layout(THEME, text, role, width, height=height)
    if block.fits:
        assert all(fonts.measure(line, block.weight, block.size) <= width for line in block.lines)
        assert block.height <= height


@pytest.mark.parametrize("size", [(800, 480), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("role", ROLES)
def test_a_line_box_holds_umlauts_and_descenders_uncut(role, size):
    theme = Theme(size)
    block = layout(theme, "ÄÉgÜçjÔ", role, 900)
    rect = Rect(20, 40, block.width, block.height)
    cut, free = Surface((1000, 300), 0, 32), Surface((1000, 300), 0, 32)
    draw_text(cut, theme, "ÄÉgÜçjÔ", rect, role, INK)
    draw_text(free, theme, "ÄÉgÜçjÔ", rect.inflate(0, 40), role, INK, valign="middle")
    assert pygame.image.tobytes(cut, "RGB") == pygame.image.tobytes(free, "RGB")


def test_capitals_stand_in_the_middle_of_a_button():
    surface, _ = drawn("HELLO", Rect(10, 10, 300, 100), "lead", align="center", valign="middle")
    inked = touched(surface)
    assert abs(inked.centery - 60) <= 1
    assert abs(inked.centerx - 160) <= 2


def test_faded_text_does_not_fade_what_is_kept():
    whole, _ = drawn("Hello", Rect(10, 10, 300, 100))
    faint, _ = drawn("Hello", Rect(10, 10, 300, 100), alpha=60)
    again, _ = drawn("Hello", Rect(10, 10, 300, 100))
    assert pygame.image.tobytes(whole, "RGB") == pygame.image.tobytes(again, "RGB")
    assert pygame.image.tobytes(whole, "RGB") != pygame.image.tobytes(faint, "RGB")


def test_a_clip_of_the_surface_is_respected_and_left_as_it_was():
    surface = Surface((420, 260), 0, 32)
    surface.fill(GROUND)
    surface.set_clip(Rect(0, 0, 60, 260))
    draw_text(surface, THEME, "A long line of text", Rect(10, 10, 400, 60), "body", INK)
    assert surface.get_clip() == Rect(0, 0, 60, 260)
    assert touched(surface).right <= 60


def test_rendered_lines_are_kept_in_bounded_memory():
    for number in range(600):
        drawn(f"A line of text, number {number}", Rect(0, 0, 420, 80), "title")
    assert 0 < fonts._lines.bytes <= fonts._lines.limit


def test_text_is_drawn_again_after_pygame_was_quit():
    before, _ = drawn("Hello", Rect(10, 10, 300, 100))
    pygame.quit()
    after, _ = drawn("Hello again", Rect(10, 10, 300, 100))
    assert touched(before)
    assert touched(after)


def test_missing_font_files_still_give_words(monkeypatch, tmp_path):
    fonts._forget()
    monkeypatch.setattr(fonts, "font_file", lambda weight, subset: tmp_path / "none.woff")
    surface, _ = drawn("Plain words", Rect(10, 10, 300, 100))
    fonts._forget()
    assert touched(surface)
