"""The dashboard's words: all of them, in every language, and none too many."""

import re
from pathlib import Path
from string import Formatter

import pytest

from xlab.link import RadioState, Screen
from xlab.look.animals import ANIMALS
from xlab.look.tokens import ACCENTS
from xlab.look.words import LANGUAGES, table

FOLDER = Path(__file__).parents[2] / "xlab" / "dashboard"


def used() -> set[str]:
    """Every key that pages name, with the ends that are put together filled in."""
    text = "".join(path.read_text("utf-8") for path in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*")])
    keys = {key for key in re.findall(r"dashboard\.([a-z0-9_]+)[\"']", text) if not key.endswith("_")}
    keys |= {f"screen_{name}" for name in (*Screen.__args__, "away")} | {
        f"radio_{name}" for name in RadioState.__args__
    }
    keys |= {f"animal_{name}" for name in ANIMALS} | {f"accent_{name}" for name in ACCENTS}
    keys |= {f"source_{name}" for name in ("live", "recorded", "simulated")} | {"band_recorded", "band_simulated"}
    keys |= {"stuck_no_code", "stuck_damaged", "wrong_pin", "wrong_code"}
    keys |= {f"say_{name}" for name in ("touch", "near", "far", "face", "face_nowhere", "live_screen")}
    kinds = ("400", "csrf", "403", "404", "413", "429", "500")
    return keys | {f"error_{kind}_{part}" for kind in kinds for part in ("title", "body")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_no_other(language: str) -> None:
    assert set(table("dashboard", language)) == used()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_the_same_gaps(language: str) -> None:
    def gaps(text: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(text)} - {None}

    english = table("dashboard", "en")
    for key, text in table("dashboard", language).items():
        assert gaps(text) == gaps(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stay_calm(language: str) -> None:
    for key, text in table("dashboard", language).items():
        assert "!" not in text, key
        assert text == text.strip() != "", key
