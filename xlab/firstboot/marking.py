"""The settings file as the kit leaves it: without secrets, and with a note of what was taken over and when. Pure.

The note ends with a sum of all above it. As long as that holds, nobody changed the file, and nothing is to be done.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Collection
from typing import Final

from xlab.firstboot.reading import plain_name
from xlab.nonsense import NO_TOML

_RULE: Final = "# " + "-" * 78
_SEEN: Final = re.compile(rf"\r?\n{_RULE}\r?\n(?:#[^\n]*\n)*?# seen: ([0-9a-f]{{16}})\s*\Z")
_VALUE: Final = re.compile(r"([\w.\s-]+[=:]\s*)(.*)")


def unchanged(text: str) -> bool:
    """Whether the file is as the kit left it."""
    note = _SEEN.search(text)
    return note is not None and note[1] == _sum(text[: note.start()])


def marked(text: str, secrets: Collection[int], notes: Collection[str]) -> str:
    """The text with empty values on the lines ``secrets`` (from 0), and ``notes`` as the last thing it says."""
    ending = "\r\n" if "\r\n" in text else "\n"
    note = _SEEN.search(text)
    above = text[: note.start()] if note else text
    rows = above.splitlines()
    for at in secrets:
        rows[at] = _emptied(rows[at])
    body = ending.join(rows).rstrip() if secrets else above.rstrip()
    tail = [_RULE, *(f"# {line}" for line in notes), f"# seen: {_sum(body)}"]
    return body + ending + ending.join(tail) + ending


def _emptied(row: str) -> str:
    """A line with nothing as its value; of several in braces, only those that are no secret stay."""
    found = _VALUE.fullmatch(row)
    if found is None:
        return ""
    try:
        value = tomllib.loads(f"v = {found[2]}")["v"]
        if not isinstance(value, dict):
            return f'{found[1]}""'
        kept = {name: str(each) for name, each in value.items() if not _is_secret(name)}
    except NO_TOML:
        return f'{found[1]}""'
    told = ", ".join(f"{json.dumps(name)} = {json.dumps(each, ensure_ascii=False)}" for name, each in kept.items())
    return f"{found[1]}{{ {told} }}"


def _is_secret(name: str) -> bool:
    return plain_name(name).rpartition(".")[2] in ("pin", "password")


def _sum(text: str) -> str:
    # Windows' line ends, or an editor that takes away the last empty line, change nothing.
    same = "\n".join(line.rstrip() for line in text.splitlines()).rstrip()
    return hashlib.sha256(same.encode()).hexdigest()[:16]
