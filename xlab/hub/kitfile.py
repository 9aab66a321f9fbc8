"""Changing settings in the text of a ``kit.toml`` that people write as well: their notes stay where they are."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any


def rewritten(text: str, values: Mapping[str, Any]) -> str:
    """The text with these settings; a value that is None is taken out, so that the default holds.

    Values are text, numbers, switches or lists of text. Raises :class:`tomllib.TOMLDecodeError` where ``text`` is no
    TOML.
    """
    wanted = {**tomllib.loads(text), **values}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    patched = text
    for name, value in values.items():
        patched = _patched(patched, name, value)
    try:
        if tomllib.loads(patched) == wanted:
            return patched
    except tomllib.TOMLDecodeError:
        pass
    # A list over several lines, perhaps, or a name in quotes: all of it anew is right, and short.
    return "".join(f"{name} = {_told(value)}\n" for name, value in wanted.items())


def _patched(text: str, name: str, value: Any) -> str:
    line = re.compile(rf"^[ \t]*{re.escape(name)}[ \t]*=.*\n?", re.MULTILINE)
    if value is None:
        return line.sub("", text)
    told = f"{name} = {_told(value)}\n"
    if line.search(text):
        return line.sub(lambda _: told, text, count=1)
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{told}"


def _told(value: Any) -> str:
    """As TOML writes it; its texts and lists of texts are those of JSON."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
