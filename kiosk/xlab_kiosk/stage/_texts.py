"""A demo's own words: from its ``locale`` folder, and what its manifest says of it."""

import logging
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from xlab.events.visits import EditedLine
from xlab.workshop.lines import keys_now

_log = logging.getLogger(__name__)

_MARKS = {"en": (",", "."), "de": (".", ","), "fr": ("\u202f", ",")}
"""What each language puts between thousands, and before decimals."""


def written(value: float, decimals: int, language: str) -> str:
    """A number with so many decimals in a language's marks; an unknown language is written as English is."""
    thousands, point = _MARKS.get(language, _MARKS["en"])
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


class Texts:
    """The words of the demo in ``folder``, in its language, in English, or from its ``demo.toml``.

    ``lines`` are those that the facilitator edited, which hold in every language.
    """

    def __init__(self, folder: Path, language: str, lines: Sequence[EditedLine] = ()) -> None:
        self._folder = folder
        self._lines = tuple(lines)
        self._edited = {line.key: line.text for line in lines if line.text}
        self._languages = tuple(dict.fromkeys((language, "en")))
        self._tables = [_flat(_table(folder / "locale" / f"{code}.toml"), "") for code in self._languages]

    def get(self, key: str, values: Mapping[str, object]) -> str:
        """The text of ``key`` with its values in place; the key itself where there is none."""
        text = self.find(key)
        if text is None:
            return key
        if not values:
            return text
        try:
            return text.format(**values)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            _log.warning("The text %r cannot take its values (%s): %r", key, error, text)
            return text

    def find(self, key: str) -> str | None:
        """The words for ``key`` as they are written; None where there are none."""
        if key in self._edited:
            return self._edited[key]
        text = next((table[key] for table in self._tables if key in table), None)
        return self._told.get(key) if text is None else text

    def keys(self, table: str) -> tuple[str, ...]:
        """The keys of the texts of a table, in their order in English, or as the facilitator left them."""
        of_table = f"{table}."
        own = tuple(key for key in self._tables[-1] if key.startswith(of_table))
        return keys_now(own, [line for line in self._lines if line.key.startswith(of_table)])

    @cached_property
    def _told(self) -> dict[str, str]:
        """What the manifest says in this language: ``title``, ``summary``, ``question``, the labels of its evidence."""
        manifest = _table(self._folder / "demo.toml")
        tables: dict[str, object] = {name: manifest.get(name) for name in ("title", "summary")}
        tables["question"] = _part(manifest, "engagement").get("question")
        evidence = _part(manifest, "evidence")
        tables |= {f"evidence.{name}": _part(evidence, name).get("label") for name in evidence}
        return {key: text for key, table in tables.items() if (text := self._in_language(table)) is not None}

    def _in_language(self, table: object) -> str | None:
        if not isinstance(table, Mapping):
            return None
        return next((str(table[code]) for code in self._languages if code in table), None)


def _part(table: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = table.get(name)
    return part if isinstance(part, Mapping) else {}


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("The words in %s cannot be read: %s", path, error)
        return {}


def _flat(table: Mapping[str, object], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = str(value)
    return flat
