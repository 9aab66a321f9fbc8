"""What is said by a key of the words and its values, so that it can be told in any language, later and elsewhere."""

from collections.abc import Mapping

import msgspec

from xlab.look.words import Words, table


class Say(msgspec.Struct, frozen=True):
    """Words to be put into other words: ``key`` as ``radio.off``, and what goes into its gaps."""

    key: str
    values: dict[str, "Value"] = {}


Value = str | int | float | Say | tuple[str | Say, ...]
"""What fills a gap. A float is told with one digit after the point, several words with semicolons between them."""


def say(words: Words, key: str, values: Mapping[str, Value]) -> str:
    """The text for ``key`` in the language of ``words``. Raises KeyError if there is none."""
    return words(key, **{name: told(words, value) for name, value in values.items()}).strip()


def step_of(words: Words, key: str, values: Mapping[str, Value]) -> str:
    """What to do, which stands in the words as ``<key>_step``; empty if nothing does."""
    area, name = key.split(".", 1)
    return say(words, f"{key}_step", values) if f"{name}_step" in table(area, "en") else ""


def told(words: Words, value: Value) -> str:
    """One value in the language of ``words``."""
    if isinstance(value, Say):
        return say(words, value.key, value.values)
    if isinstance(value, tuple):
        return "; ".join(told(words, one) for one in value)
    if isinstance(value, float):
        return f"{value:.1f}" if words.language == "en" else f"{value:.1f}".replace(".", ",")
    return str(value)
