"""Words of strangers stand in one line, and spoil nothing around it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.dashboard.tidy import LONGEST, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ask \n the\tnight   shift ", "Ask the night shift"),
        ("<b>bold</b> & 'so'", "<b>bold</b> & 'so'"),
        ("abc\u202egnp.exe\u2066x\u200e", "abcgnp.exex"),
        ("nul\x00bell\x07", "nulbell"),
        ("Z" + "\u0335\u0321\u0300\u0301" * 50 + "a", "Z\u0335\u0335a"),
        ("école Größe Việt", "école Größe Việt"),
        ("👩\u200d👧 yes ❤\ufe0f", "👩\u200d👧 yes ❤\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u2028\u200b\u200d\u00a0\u0301", ""),
        ("x" * 1000, "x" * LONGEST),
    ],
)
def test_what_people_type_stays_what_they_wrote_without_the_tricks(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text(max_size=400))
def test_anything_becomes_one_short_line(typed: str) -> None:
    line = tidy(typed)
    assert len(line) <= LONGEST and line == line.strip()
    assert not [letter for letter in line if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs")]
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert tidy(line) == line
