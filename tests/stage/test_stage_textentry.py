"""A line typed at the screen: letters come as two thumbs typed them, in three languages, on every panel."""

import itertools

import pytest
from pygame import Rect, Surface

from tests.stage.test_stage_gallery import SIZES, Seen
from xlab_kiosk.stage import Pane, TextEntry, Theme, Touch, foam, page, probing
from xlab_kiosk.stage._typing import type_letter
from xlab_kiosk.stage.fonts import clean
from xlab_kiosk.stage.probe import contrast
from xlab_kiosk.stage.widgets._layouts import LAYERS

THEME = Theme((1280, 720))
OWN = {"en": "é", "fr": "éèêëàâçîïôùûüÿœæ«»’", "de": "äöüß„“"}
LONG = "Un café de réparation le samedi, tout près de l’entrée, pour tout le quartier, et après"


class Typed:
    """An entry at which we type."""

    def __init__(self, language="en", theme=THEME, rect=None, turned=False, **how):
        self.done = []
        self.theme, self.language = theme, language
        self.entry = TextEntry(theme, rect or page(theme, 0), language, on_done=self.done.append, **how)
        self.widget = Pane(self.entry.rect, [self.entry], turned=turned)
        self.taps = 0

    def see(self):
        seen = Seen()
        screen = Surface(self.theme.size, 0, 32)
        screen.blit(foam(self.theme.size), (0, 0))
        with probing(seen):
            self.widget.draw(screen)
        return seen.targets, seen.texts

    def at(self, name):
        return next(target.rect for target in self.see()[0] if target.name == name).center

    def finger(self, phase, name, pointer=1):
        self.widget.touch(Touch(pointer, phase, *self.at(name)))

    def tap(self, x, y):
        self.taps += 1
        for phase in ("down", "up"):
            self.widget.touch(Touch(1, phase, x, y))

    def type(self, text):
        for letter in text:
            assert type_letter(letter, self.language, self.see, self.tap), letter
        return self.entry.text


def test_a_sentence_begins_with_a_capital_and_what_is_done_has_no_spaces_around_it():
    typed = Typed()
    for name in ("a", "b", ".", "space", "c", "space", "Done"):
        typed.tap(*typed.at(name))
    assert typed.entry.text == "Ab. C "
    assert typed.done == ["Ab. C"]


def test_there_is_nothing_to_be_done_with_before_anything_is_typed():
    typed = Typed()
    typed.tap(*typed.at("space"))
    assert typed.entry.text == ""
    assert "Done" not in [target.name for target in typed.see()[0]]


def test_two_thumbs_type_in_the_order_in_which_they_came_down():
    typed = Typed()
    for phase, name, pointer in (("down", "h", 1), ("down", "i", 2), ("up", "i", 2), ("up", "h", 1)):
        typed.finger(phase, name, pointer)
    assert typed.entry.text == "Hi"


def test_a_finger_may_slide_to_its_key_and_a_cancelled_one_types_nothing():
    typed = Typed()
    for phase, name in (("down", "g"), ("move", "h"), ("up", "h"), ("down", "x"), ("cancel", "x")):
        typed.finger(phase, name)
    assert typed.entry.text == "H"


def test_erase_goes_on_while_it_is_held_and_stops_when_it_is_let_go():
    typed = Typed()
    typed.entry.text = "abcdefghij"
    typed.finger("down", "Erase")
    assert typed.entry.text == "abcdefghi", "the first goes at once"
    typed.widget.update(0.4)
    assert typed.entry.text == "abcdefghi"
    typed.widget.update(0.3)
    assert len(typed.entry.text) == 9 - 4
    typed.widget.update(5.0)
    typed.finger("up", "Erase")
    assert typed.entry.text == ""
    typed.entry.text = "abc"
    typed.widget.update(5.0)
    assert typed.entry.text == "abc"


def test_shift_makes_one_capital_and_tapped_twice_goes_on():
    typed = Typed()
    typed.entry.text = "a "
    keys = ("Capital", "e", "u", "space", "Capital", "Capital", "e", "u", "Capital", "x")
    for name in keys:
        typed.tap(*typed.at(name))
    assert typed.entry.text == "a Eu EUx"


@pytest.mark.parametrize(("language", "size"), list(itertools.product(OWN, [(800, 480), (720, 1280)])), ids=str)
def test_every_letter_of_the_language_takes_two_taps_at_most(language, size):
    typed = Typed(language, Theme(size))
    for letter in OWN[language]:
        typed.entry.text, typed.taps = "x", 0
        assert typed.type(letter) == "x" + letter
        assert typed.taps <= 2, letter
    typed.entry.text = "Y"
    assert typed.type(" a 2 % ok") == "Y a 2 % ok"


def test_no_more_letters_than_most_are_taken_and_the_last_ones_are_counted():
    typed = Typed(most=12)
    assert typed.type("Twelve") == "Twelve"
    assert "6" in [text.text for text in typed.see()[1]]
    typed.type(" letters")
    assert typed.entry.text == "Twelve lette"
    typed.entry.text = "x" * 99
    assert len(typed.entry.text) == 12


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_long_line_stays_in_its_place_and_shows_its_end(size):
    typed = Typed("fr", Theme(size), most=400)
    for text in (LONG, " ".join([LONG] * 4), "x" * 400):
        typed.entry.text = text
        (shown,) = [seen for seen in typed.see()[1] if len(seen.text) > 9]
        assert shown.fits
        assert typed.entry.line.contains(shown.rect)
        assert shown.text.endswith(text[-5:])


@pytest.mark.parametrize("language", list(OWN))
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_key_is_large_apart_and_readable(size, language):
    theme, panel = Theme(size), Rect((0, 0), size)
    typed = Typed(language, theme, placeholder="One line, in your words")
    assert typed.entry.fits
    for layer in ("letters", "signs", "accents"):
        name = LAYERS[layer][language]
        if layer != "letters":
            typed.tap(*typed.at(name))
        targets, texts = typed.see()
        for target in targets:
            assert panel.contains(target.rect)
            assert min(target.rect.size) >= theme.target, (layer, target)
        for one, other in itertools.combinations(targets, 2):
            assert not one.rect.colliderect(other.rect), (layer, one, other)
        for text in texts:
            assert text.fits, (layer, text)
            assert clean(text.text) == text.text
            assert text.size_px >= theme.type_px("caption")
            assert contrast(text.colour, text.background) >= 4.5, (layer, text)


def test_it_types_on_the_far_side_of_a_table_and_where_it_is_narrow():
    typed = Typed("de", rect=Rect(40, 20, 580, 660), turned=True)
    assert typed.entry.fits
    assert typed.type("Grüße") == "Grüße"


def test_a_press_shows_for_120_ms_and_only_the_caret_moves_afterwards():
    still = Typed(theme=Theme((1280, 720), reduced_motion=True))
    still.tap(*still.at("a"))
    assert [still.widget.update(0.05) for _ in range(3)] == [True, False, False]
    assert any([still.widget.update(0.02) for _ in range(10)]), "it fades"
    assert not any(still.widget.update(0.1) for _ in range(30))
    moving = Typed()
    assert sum(moving.widget.update(0.01) for _ in range(1070)) == 20, "the caret comes and goes each second"


@pytest.mark.parametrize("layer", ["accents", "signs"])
def test_a_thumb_that_rests_on_a_key_while_the_other_changes_the_layer_does_nothing_more(layer):
    keys = {target.name: target.rect.center for target in Typed("de", rect=Rect(28, 100, 960, 500)).see()[0]}
    for name in (name for name in keys if len(name) == 1):
        typed = Typed("de", rect=Rect(28, 100, 960, 500))
        typed.entry.text = "Already there"
        other = LAYERS[layer]["de"]
        for pointer, phase, key in ((1, "down", name), (2, "down", other), (2, "up", other)):
            typed.widget.touch(Touch(pointer, phase, *keys[key]))
        for _ in range(60):
            typed.widget.update(1 / 30)
        assert typed.entry.text == f"Already there{name}"
