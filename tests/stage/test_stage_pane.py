"""A pane hands touches on, and turns what is in it for a player on the far side."""

import os

import pygame
from pygame import Rect, Surface

from tests.stage.test_stage_gallery import Seen
from xlab_kiosk.host.frames import bytes_of, create_memory, surfaces
from xlab_kiosk.stage import Button, Pane, Slider, TextBox, Theme, Touch, foam, probing

THEME = Theme((1280, 720))
FAR = Rect(0, 0, 1280, 360)


def facing(told):
    return Pane(FAR, [Button(THEME, Rect(100, 40, 300, 72), "Ready", lambda: told.append("ready"))], turned=True)


def test_a_touch_on_the_far_side_finds_its_button():
    told = []
    pane = facing(told)
    assert not pane.touch(Touch(1, "down", 250, 76))
    for phase in ("down", "up"):
        assert pane.touch(Touch(1, phase, 1280 - 250, 360 - 76))
    assert told == ["ready"]


def test_fingers_that_were_never_lifted_hold_nothing_on_the_next_screen():
    told = []
    button = Button(THEME, Rect(100, 40, 300, 72), "Ready", lambda: told.append("ready"))
    pane = Pane(FAR, [button])
    pane.touch(Touch(1, "down", 200, 60))
    pane.release()
    for phase in ("down", "up"):
        pane.touch(Touch(2, phase, 200, 60))
    assert told == ["ready"]
    button.touch(Touch(3, "down", 200, 60))  # without a pane: the same finger comes again
    for phase in ("down", "up"):
        button.touch(Touch(3, phase, 200, 60))
    assert told == ["ready"] * 2


def test_a_turned_slider_goes_the_other_way():
    slider = Slider(THEME, Rect(100, 100, 1000, 140), "Give", value=0.0)
    pane = Pane(FAR, [slider], turned=True)
    pane.touch(Touch(7, "down", 1280 - slider.groove.centerx, 360 - slider.groove.centery))
    assert slider.value == 0.5
    pane.touch(Touch(7, "move", 200, 360 - slider.groove.centery))
    assert slider.value > 0.9


def test_what_is_turned_looks_as_if_the_panel_was_turned_and_its_ground_stays():
    text = [TextBox(THEME, Rect(100, 40, 300, 60), "Ready", "lead")]
    plain, turned = (Surface((1280, 720), 0, 32) for _ in range(2))
    Pane(FAR, text).draw(plain)
    Pane(FAR, text, turned=True).draw(turned)
    upper = pygame.transform.flip(turned.subsurface(FAR), True, True)
    assert pygame.image.tobytes(upper, "RGB") == pygame.image.tobytes(plain.subsurface(FAR), "RGB")
    ground = foam((1280, 720))
    turned.blit(ground, (0, 0))
    Pane(FAR, [], turned=True).draw(turned)
    assert pygame.image.tobytes(turned, "RGB") == pygame.image.tobytes(ground, "RGB")


def test_a_probe_is_told_where_turned_things_are_seen():
    seen = Seen()
    with probing(seen):
        facing([]).draw(Surface((1280, 720), 0, 32))
    assert [target.rect for target in seen.targets] == [Rect(1280 - 400, 360 - 112, 300, 72)]
    assert seen.targets[0].rect.contains(seen.texts[0].rect)


def test_the_widget_on_top_has_the_finger_until_it_is_lifted():
    told = []
    below, above = (Button(THEME, Rect(100, 40, 300, 72), n, lambda n=n: told.append(n)) for n in ("below", "above"))
    pane = Pane(FAR, [below, above])
    for phase in ("down", "up"):
        pane.touch(Touch(1, phase, 200, 60))
    assert told == ["above"]
    assert not pane.touch(Touch(1, "move", 200, 60)), "the finger is gone"


def test_a_turned_pane_looks_the_same_in_the_memory_of_a_kit():
    memory = create_memory(bytes_of((1280, 720)))
    (frame,) = surfaces(memory, [(1280, 720)])
    os.close(memory)
    surface = Surface((1280, 720), 0, 32)
    for target in (surface, frame):
        target.fill((0, 0, 0, 0))
        target.blit(foam((1280, 720)), (0, 0))
        text = TextBox(THEME, Rect(40, 40, 600, 100), "Ready", "title")
        Pane(FAR, [text, Button(THEME, Rect(100, 160, 300, 72), "Go", lambda: None)], turned=True).draw(target)
    assert pygame.image.tobytes(frame, "RGB") == pygame.image.tobytes(surface, "RGB")
