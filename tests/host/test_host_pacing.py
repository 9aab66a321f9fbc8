"""A demo is drawn once a tick at the most, whatever it asks for."""

from xlab_kiosk.host import Record


def test_a_demo_that_asks_for_the_next_picture_while_it_draws_is_drawn_once_a_tick(play):
    shell = play("draw_on")
    shell.until(lambda: shell.said or shell.ended)
    (record,) = shell.said
    assert isinstance(record, Record) and shell.ended is None
    # One picture belongs to the start, before the first tick.
    assert 2 <= record.values["draws"] <= record.values["updates"] + 1
