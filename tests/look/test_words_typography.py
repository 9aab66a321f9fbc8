"""How words are set and which ones are used: the same on every screen and page, in every language."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlab.look.words import LANGUAGES

ROOT = Path(__file__).parents[2]
NAMED_OTHERWISE = {
    "de": r"\b(Kit|Kits|Kiste|Abzeichen)\b|\b([Dd]er|[Dd]en|[Ii]hren|[Ee]inen) Badge\b",
    "fr": r"\b[Pp]oste\b",
}
"""What a language calls differently elsewhere: the kit is a Box, and a badge das Badge; a station une station."""


def leaves(table: dict[str, object]) -> Iterator[object]:
    """Every value of a table and of the tables in it."""
    for value in table.values():
        if isinstance(value, dict):
            yield from leaves(value)
        else:
            yield value


def in_manifest(table: dict[str, object], language: str) -> Iterator[object]:
    """What a manifest says in one language."""
    for key, value in table.items():
        if key == language:
            yield value
        elif isinstance(value, dict):
            yield from in_manifest(value, language)


def sentences(language: str) -> list[str]:
    """All that screens and pages say in a language."""
    folders = (*ROOT.glob(f"xlab/look/words/*.{language}.toml"), *ROOT.glob(f"demos/*/locale/{language}.toml"))
    found = [value for path in folders for value in leaves(tomllib.loads(path.read_text("utf-8")))]
    for manifest in ROOT.glob("demos/*/demo.toml"):
        found += in_manifest(tomllib.loads(manifest.read_text("utf-8")), language)
    texts = [text for text in found if isinstance(text, str)]
    assert len(texts) > 100
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_apostrophes_and_quotes_are_those_of_print(language: str) -> None:
    assert [text for text in sentences(language) if re.search("['\"]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_hyphens_are_in_the_font(language: str) -> None:
    assert [text for text in sentences(language) if "\u2011" in text] == []


def test_french_signs_never_begin_a_line() -> None:
    loose = [
        text for text in sentences("fr") if re.search(r"(?<![\u00a0\u202f])[?!;]|(?<![\u00a0\u202f\d/])[:](?!/)", text)
    ]
    assert loose == []


@pytest.mark.parametrize("language", NAMED_OTHERWISE)
def test_one_thing_has_one_name(language: str) -> None:
    assert [text for text in sentences(language) if re.search(NAMED_OTHERWISE[language], text)] == []
