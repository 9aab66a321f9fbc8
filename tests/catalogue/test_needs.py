"""What the Python of an author's desk lacks of what a demo requires, and the sentence that says so."""

import sys

import pytest

from xlab.catalogue.needs import how_to_get, lacking


@pytest.mark.parametrize(
    ("requires", "missing"),
    [
        ((), ()),
        (("msgspec", "msgspec>=0.1"), ()),
        (("msgspec>=900", "surely-not-there"), ("msgspec>=900", "surely-not-there")),
        (('surely-not-there; platform_machine == "abacus"',), ()),
    ],
)
def test_what_is_missing_here_is_named(requires: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert lacking(requires) == missing


def test_what_to_type_can_be_typed() -> None:
    said = how_to_get(["stone>=1", "sand"])
    assert "requires stone>=1, sand" in said
    assert said.endswith(f"{sys.executable} -m pip install 'stone>=1' sand")
    assert how_to_get([]) == ""
