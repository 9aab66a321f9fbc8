"""From the bytes of a settings file to its lines, however an editor saved them. Pure.

TOML as people write it who never heard of it: without quotes, with the curved quotes of a word processor, a PIN that
begins with a zero. A line that cannot be read spoils itself alone.
"""

import codecs
import re
import tomllib
from collections.abc import Iterator
from typing import Final

import msgspec

from xlab.nonsense import NO_TOML

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Each letter fits in one place only: a line of thousands of blanks is read as fast as any other.
_SECTION: Final = re.compile(r"\[([^\[\]]*)\]\s*(#.*)?")
_LINE: Final = re.compile(r"([\w.\s-]+)[=:](.*)")
_QUOTES: Final = "\"'“”„‟‘’‚«»"
_NOTE: Final = re.compile(r"(^|\s)#.*$")


class Line(msgspec.Struct, frozen=True):
    """One setting: on which line (from 0) of the file, its name in small letters as ``wifi.name``, its value."""

    at: int
    name: str
    value: str


class Unreadable(msgspec.Struct, frozen=True):
    """A line (from 0) that says nothing that can be understood."""

    at: int


def decoded(content: bytes) -> str | None:
    """The text of a file, as Notepad and others save it: UTF-8, UTF-16, or as old Windows did; None if it is none."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _text(content, encoding)
    if content[1:2] == b"\0" or content[:1] == b"\0":  # UTF-16 without its mark: every other byte of plain text is 0
        return _text(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    text = _text(content, "utf-8")
    return text if text is not None else _text(content, "cp1252")


def _text(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def lines(text: str) -> Iterator[Line | Unreadable]:
    """The settings of a text in their order, with the lines that cannot be read."""
    section = ""
    for at, whole in enumerate(text.splitlines()):
        line = whole.strip()
        if not line or line.startswith(("#", ";")):
            continue
        if found := _SECTION.fullmatch(line):
            section = f"{plain_name(found[1])}." if found[1].strip() else ""
        elif found := _LINE.fullmatch(line):
            yield from (Line(at, f"{section}{name}", value) for name, value in _values(found[1], found[2].lstrip()))
        else:
            yield Unreadable(at)


def plain_name(written: str) -> str:
    """A name as this kit writes it, however somebody else did."""
    return re.sub(r"[\s-]+", "_", written.strip().casefold())


def _values(name: str, written: str) -> Iterator[tuple[str, str]]:
    """The value as TOML has it; where it is none, as it is meant."""
    try:
        value = tomllib.loads(f"v = {written}")["v"]
        if isinstance(value, dict):  # [wifi] on one line, in braces
            value = {inner: str(each) for inner, each in value.items()}
    except NO_TOML:
        value = None
    if isinstance(value, dict):
        for inner, each in value.items():
            yield f"{plain_name(name)}.{plain_name(inner)}", each
    elif isinstance(value, str) and value.isprintable():
        yield plain_name(name), value
    else:  # a number is text here, so that 0123 keeps its zero; and \n in a password is a backslash and an n
        yield plain_name(name), _meant(written)


def _meant(written: str) -> str:
    """What stands between quotes of any kind or, without them, all up to a note."""
    if written[:1] and written[0] in _QUOTES:
        end = max(written.rfind(quote) for quote in _QUOTES)
        return written[1:end] if end > 0 else written[1:].strip()
    return _NOTE.sub("", written).strip()
