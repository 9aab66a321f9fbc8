"""Questions to begin with: ready-made, in every language, so that a room that speaks several reads each in its own."""

from typing import Final

import msgspec

from xlab.events.rounds import Kind, Option, Question
from xlab.events.rounds import Words as Said
from xlab.look.words import LANGUAGES, table

KINDS: Final[tuple[Kind, ...]] = ("choice", "scale", "pair", "rank", "budget", "statements", "text")
"""The kinds of question, the plainest first."""

_READY: Final[dict[str, Question]] = {
    "promise": Question(kind="choice", text={}, most=1),
    "who": Question(kind="choice", text={}, most=3),
    "useful": Question(kind="scale", text={}, steps=5),
    "trust": Question(kind="scale", text={}, steps=7),
    "first": Question(kind="pair", text={}, ideas=True),
    "values": Question(kind="rank", text={}),
    "points": Question(kind="budget", text={}, budget=100),
    "room": Question(kind="statements", text={}, ideas=True),
    "missing": Question(kind="text", text={}),
    "stop": Question(kind="text", text={}),
}
"""By name; the words of each are ``rounds.ready_<name>``, its ``_options`` (between bars), ``_low`` and ``_high``."""


def starters() -> list[Question]:
    """All of them, with their words."""
    return [_worded(name, question) for name, question in _READY.items()]


def _worded(name: str, question: Question) -> Question:
    options = {language: text.split("|") for language, text in _said(f"ready_{name}_options").items()}
    count = len(options.get("en", ()))
    return msgspec.structs.replace(
        question,
        text=_said(f"ready_{name}"),
        low=_said(f"ready_{name}_low"),
        high=_said(f"ready_{name}_high"),
        options=tuple(
            Option(id=f"o{index + 1}", text={language: texts[index] for language, texts in options.items()})
            for index in range(count)
        ),
    )


def _said(key: str) -> Said:
    return {language: table("rounds", language)[key] for language in LANGUAGES if key in table("rounds", language)}
