"""What the lab says, in each language: one flat TOML table for each area and language beside this file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "fr", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_FOLDER = Path(__file__).parent


class Words:
    """The words of one language: ``words("kiosk.touch_to_start")``."""

    def __init__(self, language: str) -> None:
        """An unknown language speaks English."""
        self.language: Language = next((known for known in LANGUAGES if known == language), "en")

    def __call__(self, key: str, **values: object) -> str:
        """The text for ``area.name`` with ``{values}`` put in. Raises KeyError if no language has it."""
        area, name = key.split(".", 1)
        text = table(area, self.language).get(name)
        if text is None:
            text = table(area, "en")[name]
        return text.format(**values) if values else text


@cache
def table(area: str, language: Language) -> dict[str, str]:
    """All texts of one area in one language."""
    return tomllib.loads((_FOLDER / f"{area}.{language}.toml").read_text("utf-8"))
