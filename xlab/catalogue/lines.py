"""The words of a demo that the facilitator may edit: one table of its locale files, the same in every language."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from xlab.events.rounds import Language, Words
from xlab.workshop.lines import ADDED, FEWEST, LONGEST, MOST, MOST_BYTES

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_MOST_READ: Final = 256 * 1024
"""Bytes of a file of words; a larger one is something else."""

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_KEY: Final = 60


class LinesError(ValueError):
    """The table cannot be edited; the message is a sentence naming the file and what to mend."""


def read_lines(folder: Path, table: str) -> dict[str, Words]:
    """The lines of ``table`` in the order of ``locale/en.toml``: their words in each language by dotted key.

    Raises :class:`LinesError`.
    """
    said = {language: _table(folder, language, table) for language in LANGUAGES}
    english = said["en"]
    for language, lines in said.items():
        if odd := english.keys() ^ lines.keys():
            raise LinesError(
                f"locale/{language}.toml: [{table}] must have the same lines as in English; look at {min(odd)}"
            )
    if not FEWEST <= len(english) <= MOST:
        raise LinesError(f"locale: [{table}] is editable and needs {FEWEST} to {MOST} lines; it has {len(english)}")
    if sum(len(text.encode()) for lines in said.values() for text in lines.values()) > MOST_BYTES:
        raise LinesError(f"locale: [{table}] has more than {MOST_BYTES} bytes in all; say it in fewer words")
    return {f"{table}.{name}": {language: said[language][name] for language in LANGUAGES} for name in english}


def _table(folder: Path, language: Language, table: str) -> dict[str, str]:
    file = f"locale/{language}.toml"
    lines = _words(folder / file, file).get(table)
    if not isinstance(lines, Mapping):
        raise LinesError(f"{file}: the editable table [{table}] is missing")
    for name, text in lines.items():
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
            raise LinesError(f"{file}: {table}.{name} is editable and needs a text of 1 to {LONGEST} letters")
        if not _NAME.fullmatch(name) or name.startswith(ADDED) or len(f"{table}.{name}") > _LONGEST_KEY:
            raise LinesError(
                f"{file}: {table}.{name} needs another name: letters, digits, _ and -, {_LONGEST_KEY} at the most, and "
                f"not {ADDED} at its beginning"
            )
    return dict(lines)


def _words(path: Path, file: str) -> Mapping[str, object]:
    try:
        with path.open("rb") as words:
            data = words.read(_MOST_READ + 1)
        if len(data) > _MOST_READ:
            raise LinesError(f"{file} is larger than {_MOST_READ // 1024} kB")
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        raise LinesError(f"{file} is missing; editable words are needed in every language") from None
    except LinesError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        raise LinesError(f"{file} cannot be read: {error}") from None
