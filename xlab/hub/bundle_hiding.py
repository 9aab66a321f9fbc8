"""What may not leave the kit in a diagnostic bundle: identities, every secret it knows, what looks like one."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec

from xlab.logfile import HIDDEN, discreet
from xlab.nonsense import NO_TOML, NONSENSE

_SHORTEST: Final = 4
"""Letters of a secret: a PIN has four digits; what is shorter would be found everywhere."""

_MOST_BYTES: Final = 64 * 1024

_NAMED: Final = re.compile(
    r"""(?ix) \b ((?:[\w-]*[_-])? (?:psk|pin|password|passphrase|passwd|secret|token|code|cookie|authorization))
    (["']?\s*(?:=|:|\bis\b)\s*) ("[^"\n]*"|'[^'\n]*'|(?:bearer\s+)?[^\s,;&"']+)""",
)
"""A secret by its name, as settings, addresses and sentences write it: ``psk="..."``, ``?token=``, ``PIN is 1234``."""

_SETUP_CODE: Final = re.compile(r"(?i)\b(code\s+)\d{6}\b")
"""As the hub tells it to whoever started it, while there is no PIN."""

_SECRET_NAME: Final = re.compile(r"(?i)pin|psk|pass|secret|token|key|code")


def hider(home: Path, more: Sequence[str] = ()) -> Callable[[str], str]:
    """A function that takes out of a text what may not leave the kit at ``home``; ``more`` are further secrets."""
    known = sorted({one for one in (*_secrets(home), *more) if len(one) >= _SHORTEST}, key=len, reverse=True)

    def hide(text: str) -> str:
        text = discreet(text)
        for one in known:
            # Looked for first: thousands of words in one expression would take minutes.
            if one in text:
                text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", HIDDEN, text)
        text = _SETUP_CODE.sub(lambda found: f"{found[1]}{HIDDEN}", text)
        return _NAMED.sub(lambda found: f"{found[1]}{found[2]}{HIDDEN}", text)

    return hide


def _secrets(home: Path) -> Iterator[str]:
    """Every word in the folder of keys, and every setting whose name says that it is secret."""
    for path in _files(home / "keys"):
        with suppress(OSError):
            with path.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8", "replace")
            yield text.strip()
            yield from text.split()
            with suppress(*NONSENSE):
                yield from _leaves(msgspec.json.decode(text))
    for file_ in (home / "kit.toml", Path("/boot/firmware/xlab.toml"), Path("/boot/efi/xlab.toml")):
        with suppress(OSError, *NO_TOML):
            yield from _named(tomllib.loads(file_.read_text("utf-8")))


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.rglob("*") if path.is_file()]
    except OSError:
        return []


def _named(said: dict[str, Any]) -> Iterator[str]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _leaves(value) if name == "wifi" else _named(value)
        elif _SECRET_NAME.search(name):
            yield from _leaves(value)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
