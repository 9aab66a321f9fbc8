"""What is said of the version, and of an update that did not go well."""

import pytest

from xlab.box.version import check_version
from xlab.look.words import LANGUAGES, Words
from xlab.upkeep.state import State

EN = Words("en")


def test_a_version_without_trouble_is_well():
    assert check_version(State(), "1.2").text(EN) == "The kit runs version 1.2."
    assert check_version(State(state="done", version="1.2"), "1.2").ok is True


@pytest.mark.parametrize(
    ("state", "problem", "said"),
    [
        ("back", "no_start", "was tried and left again. The new version did not come up."),
        ("failed", "room", "not enough room on the card"),
        ("failed", "what another version calls so", "Something went wrong on the way."),
        ("back", "", "Something went wrong on the way."),
    ],
)
def test_an_update_that_went_wrong_is_advice_with_its_reason(state, problem, said):
    found = check_version(State(state=state, version="1.3", problem=problem), "1.2")
    assert found.ok is None and said in found.text(EN) and found.text(EN).endswith("Version 1.2 is in use.")
    assert all(found.next_step(Words(language)) for language in LANGUAGES)


def test_an_update_under_way_is_said():
    assert check_version(State(state="switching", version="1.3"), "1.2").ok is None
