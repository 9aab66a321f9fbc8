"""How an update stands, for whoever asks: also after the power was cut under it, and in words."""

import pytest

from xlab.look.words import Words
from xlab.upkeep import State, read_state
from xlab.upkeep.saying import outcome
from xlab.upkeep.state import FILE, TRYING, UNDER_WAY, boot_id, write_state


@pytest.fixture
def boot(tmp_path):
    path = tmp_path / "boot_id"
    path.write_text("this-boot\n")
    return path


def test_nothing_was_ever_written(tmp_path):
    assert read_state(tmp_path) == State() and not outcome(State(), Words("en"))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"state":"dancing"}', b"[]"])
def test_what_cannot_be_read_is_no_state(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert read_state(tmp_path) == State()


@pytest.mark.parametrize("step", UNDER_WAY)
def test_what_the_power_was_cut_from_is_over(tmp_path, boot, step):
    write_state(State(state=step, version="1", boot=boot_id(boot)), tmp_path)
    assert read_state(tmp_path, boot).state == step
    boot.write_text("the-next-boot\n")
    assert (read_state(tmp_path, boot).state, read_state(tmp_path, boot).problem) == ("failed", "power_cut")


def test_a_version_that_is_being_tried_goes_on_after_a_power_cut(tmp_path, boot):
    write_state(State(state="switching", version="1", boot="before"), tmp_path)
    (tmp_path / TRYING).touch()
    assert read_state(tmp_path, boot).under_way


def test_it_ends_in_sentences():
    state = State(state="back", version="2", before="1", problem="dies", detail="Why.", kept="updates/e.db", events=3)
    said = " ".join(outcome(state, Words("en")))
    assert "Version 1 is in use again." in said and "Why." in said and "3 events" in said and "updates/e.db" in said
