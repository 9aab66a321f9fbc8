"""A settings file is understood as people write it, however their editor saves it."""

import codecs
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.firstboot.reading import Line, Unreadable, decoded, lines

TEXT = 'kit_name = "Blaue Büchse"\r\npin = "0123"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_of_notepad_is_read(encoding):
    content = TEXT.encode(encoding)
    if encoding == "utf-16-be":
        content = codecs.BOM_UTF16_BE + content
    assert decoded(content) == TEXT


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfea"])
def test_what_is_no_text_is_none(content):
    assert decoded(content) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('kit_name = "Blue box"', "Blue box"),
        ("kit_name = Blue box", "Blue box"),
        ("kit_name = Blue box  # ours", "Blue box"),
        ("KIT-NAME: “Blue box”", "Blue box"),
        ("Kit Name = „Blaue Box“", "Blaue Box"),
        ("kit_name = «\u00a0Boîte\u00a0»", "\u00a0Boîte\u00a0"),
        ("kit_name = 'it''", "it'"),
        ('kit_name = "Box #1"', "Box #1"),
        ("kit_name = Box#1", "Box#1"),
        ("kit_name = 0123", "0123"),
        ("kit_name = 1_000", "1_000"),
        ("kit_name = true", "true"),
        ('kit_name = "a\\nb"', "a\\nb"),
        ('kit_name = "a\\sb"', "a\\sb"),
        ('kit_name = "unclosed', "unclosed"),
        ("kit_name =", ""),
    ],
)
def test_a_value_is_what_is_meant(written, meant):
    assert list(lines(written)) == [Line(0, "kit_name", meant)]


def test_sections_dots_and_braces_name_the_same():
    ways = [
        '[wifi]\nname = "Guest"',
        '[ WiFi ]  # of the venue\nName = "Guest"',
        'wifi.name = "Guest"',
        'wifi = { name = "Guest" }',
    ]
    assert {(line.name, line.value) for way in ways for line in lines(way) if isinstance(line, Line)} == {
        ("wifi.name", "Guest")
    }


def test_a_line_that_says_nothing_spoils_itself_alone():
    assert list(lines('\n# note\nkit name is Blue\npin = "1234"')) == [Unreadable(2), Line(3, "pin", "1234")]


@pytest.mark.parametrize("value", ["[" * 5000, "{a=" * 5000, "1" * 5000])
def test_a_value_without_end_is_a_text_like_any_other(value):
    assert list(lines(f'pin = {value}\nkit_name = "Blue"'))[1:] == [Line(1, "kit_name", "Blue")]


@pytest.mark.parametrize("line", ["a" + " " * 60_000 + "b", "[" + " " * 60_000 + "b", "\t ." * 20_000])
def test_a_line_of_nothing_but_blanks_holds_up_no_start(line):
    assert list(lines(f'{line}\nkit_name = "Blue"')) == [Unreadable(0), Line(1, "kit_name", "Blue")]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40))
def test_whatever_toml_writes_is_read_as_toml_does(value):
    written = "kit_name = '''" + value + "'''" if "'" not in value else f'kit_name = "{value}"'
    try:
        expected = tomllib.loads(written)["kit_name"]
    except tomllib.TOMLDecodeError:
        return
    if expected.isprintable() and len(f"x{value}x".splitlines()) == 1:
        assert list(lines(written)) == [Line(0, "kit_name", expected)]


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(content):
    list(lines(decoded(content) or ""))
