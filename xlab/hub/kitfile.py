"""The ``kit.toml`` of a kit, which people write as well: read as far as it is right, changed with their notes kept."""

import json
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from xlab.keyfiles import replace_file, sync_folder
from xlab.settings import MOST_BYTES, Mistake, file_values

ASIDE: Final = "kit.toml.wrong"
"""What a file with mistakes is kept as when it is written anew."""


class KitFile:
    """The file in a ``home``. Any thread may call; changes are made one at a time."""

    def __init__(self, home: Path) -> None:
        self._path = home / "kit.toml"

    def read(self) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
        """All that is right in it, and all that is not."""
        mistakes: list[Mistake] = []
        values = file_values(self._path, mistakes)
        return values, tuple(mistakes)

    def change(self, values: Mapping[str, Any]) -> None:
        """Set these, all or none; what is wrong in the file leaves it, and stays beside it. Raises OSError.

        On return it is on the card.
        """
        right, mistakes = self.read()
        text = ""
        if mistakes:
            self._put_aside()
        if not any(mistake.kind in ("torn", "folder", "large", "refused") for mistake in mistakes):
            text = self._path.read_text("utf-8") if self._path.exists() else ""
            right = dict.fromkeys((mistake.name for mistake in mistakes), None)
        if mistakes or values:
            replace_file(self._path, rewritten(text, {**right, **values}).encode())

    def _put_aside(self) -> None:
        aside = self._path.with_name(ASIDE)
        if self._path.is_file():
            with self._path.open("rb") as file:
                replace_file(aside, file.read(MOST_BYTES))
            return
        if aside.is_dir() and not aside.is_symlink():
            shutil.rmtree(aside)
        aside.unlink(missing_ok=True)
        self._path.replace(aside)
        sync_folder(self._path.parent)


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
