"""Pieces are dragged by the finger that took them, fall where they can, and lie in an order."""

import pytest
from pygame import Rect, Surface

from xlab_kiosk.stage import DragDrop, Piece, Place, Theme, Touch

THEME = Theme((1280, 720))
SHELF = Place("shelf", Rect(40, 40, 400, 640), "All", room=4, across=1)
TOP = Place("top", Rect(500, 40, 400, 200), "First")
REST = Place("rest", Rect(500, 300, 400, 380), room=3, across=1)
PIECES = [Piece(key, key.title()) for key in ("price", "trust", "speed")]


def board(told=None, **how):
    start = dict.fromkeys(("price", "trust", "speed"), "shelf")
    on_drop = None if told is None else lambda *drop: told.append(drop)
    return DragDrop(THEME, PIECES, [SHELF, TOP, REST], start, on_drop=on_drop, **how)


def drag(widget, piece, place, pointer=1, end="up"):
    widget.touch(Touch(pointer, "down", *widget.rect_of(piece).center))
    widget.touch(Touch(pointer, "move", *place))
    return widget.touch(Touch(pointer, end, *place))


def settle(widget):
    for _ in range(40):
        widget.update(0.05)


def test_a_piece_falls_into_the_place_below_the_finger_and_the_others_close_up():
    told = []
    widget = board(told)
    assert drag(widget, "price", TOP.rect.center)
    assert told == [("price", "top")]
    assert (widget.at("shelf"), widget.at("top")) == (("trust", "speed"), ("price",))
    settle(widget)
    assert TOP.rect.contains(widget.rect_of("price"))
    assert not widget.update(0.05)


def test_a_piece_dropped_nowhere_goes_back_and_nobody_is_told():
    told = []
    widget = board(told)
    before = widget.rect_of("trust")
    drag(widget, "trust", (1200, 700))
    settle(widget)
    assert widget.rect_of("trust") == before
    drag(widget, "trust", widget.rect_of("trust").center)
    assert told == []


def test_a_cancelled_drag_goes_back():
    told = []
    widget = board(told)
    drag(widget, "trust", TOP.rect.center, end="cancel")
    assert widget.place_of("trust") == "shelf"
    assert told == []


def test_the_order_in_a_place_is_where_pieces_are_dropped():
    widget = board()
    drag(widget, "speed", widget.rect_of("price").move(0, -20).center)
    assert widget.at("shelf") == ("speed", "price", "trust")


def test_others_make_way_while_a_piece_hovers():
    widget = board()
    before = widget.rect_of("price")
    widget.touch(Touch(1, "down", *widget.rect_of("speed").center))
    widget.touch(Touch(1, "move", *before.center))
    settle(widget)
    assert widget.rect_of("price").y > before.y
    assert widget.at("shelf") == ("price", "trust", "speed"), "nothing is decided before it is dropped"


def test_in_a_full_place_pieces_change_places():
    told = []
    widget = board(told)
    drag(widget, "price", TOP.rect.center)
    settle(widget)
    drag(widget, "speed", TOP.rect.center)
    assert widget.at("top") == ("speed",)
    assert set(widget.at("shelf")) == {"price", "trust"}
    assert told == [("price", "top"), ("speed", "top")]


def test_two_fingers_drag_two_pieces_and_a_third_on_a_held_piece_gets_none():
    told = []
    widget = board(told)
    for pointer, piece in ((1, "price"), (2, "speed")):
        assert widget.touch(Touch(pointer, "down", *widget.rect_of(piece).center))
    assert not widget.touch(Touch(3, "down", *widget.rect_of("price").center))
    widget.touch(Touch(1, "move", *TOP.rect.center))
    widget.touch(Touch(2, "move", *REST.rect.center))
    assert not widget.touch(Touch(3, "up", *TOP.rect.center))
    widget.touch(Touch(2, "up", *REST.rect.center))
    widget.touch(Touch(1, "up", *TOP.rect.center))
    assert told == [("speed", "rest"), ("price", "top")]


def test_two_hands_over_one_full_place_lose_no_piece():
    widget = board()
    drag(widget, "trust", TOP.rect.center)
    settle(widget)
    for pointer, piece in ((1, "price"), (2, "trust")):
        widget.touch(Touch(pointer, "down", *widget.rect_of(piece).center))
    widget.touch(Touch(1, "move", *TOP.rect.center))
    widget.touch(Touch(1, "up", *TOP.rect.center))
    widget.touch(Touch(2, "up", *SHELF.rect.center))
    everywhere = [piece for place in ("shelf", "top", "rest") for piece in widget.at(place)]
    assert sorted(everywhere) == ["price", "speed", "trust"]


def test_a_place_may_refuse_a_piece():
    widget = board(accepts=lambda piece, place: (piece, place) != ("price", "top"))
    drag(widget, "price", TOP.rect.center)
    assert widget.place_of("price") == "shelf"
    drag(widget, "trust", TOP.rect.center)
    assert widget.place_of("trust") == "top"


def test_a_piece_follows_its_finger_without_a_jump():
    widget = board()
    rect = widget.rect_of("price")
    grip = rect.x + 10, rect.y + 10
    widget.touch(Touch(1, "down", *grip))
    assert widget.rect_of("price") == rect
    widget.touch(Touch(1, "move", grip[0] + 200, grip[1] + 50))
    assert widget.rect_of("price").topleft == (rect.x + 200, rect.y + 50)


def test_a_board_that_is_off_takes_no_finger():
    widget = board(enabled=False)
    assert not widget.touch(Touch(1, "down", *widget.rect_of("price").center))
    widget.draw(Surface((1280, 720), 0, 32))


def test_a_demo_moves_pieces_itself():
    told = []
    widget = board(told)
    widget.put("speed", "rest")
    widget.put("price", "rest", 0)
    assert widget.at("rest") == ("price", "speed")
    assert told == []
    widget.put("trust", "top")
    with pytest.raises(ValueError, match="no room"):
        widget.put("price", "top")
    with pytest.raises(ValueError, match="more pieces"):
        DragDrop(THEME, PIECES, [TOP], dict.fromkeys(("price", "trust", "speed"), "top"))
