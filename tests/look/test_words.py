"""The words of every area: complete in every language, with the same gaps, and calm."""

from pathlib import Path
from string import Formatter

import pytest

from xlab.look import words
from xlab.look.words import LANGUAGES, Words, table

AREAS = sorted({path.name.split(".")[0] for path in Path(words.__file__).parent.glob("*.toml")})


def gaps(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_every_language_says_the_same_things(area: str, language: str) -> None:
    english = table(area, "en")
    assert set(table(area, language)) == set(english)
    for key, text in table(area, language).items():
        assert gaps(text) == gaps(english[key]), key
        assert "!" not in text and text == text.strip() != "", key


def test_an_unknown_language_speaks_english_and_an_unknown_word_is_an_error() -> None:
    assert Words("it").language == "en"
    with pytest.raises(KeyError):
        Words("de")("radio.no_such_word")
