"""What can be wrong with the radio: the state to show for each kind of trouble, and what to say of it."""

from typing import Literal

from xlab.link import RadioState
from xlab.look.words import Words

Kind = Literal[
    "no_bus", "no_bluez", "missing", "off", "blocked", "refused", "busy", "failed", "unknown",
    "unplugged", "restarted", "stopped", "mute", "silent",
]  # fmt: skip

STATES: dict[Kind, RadioState] = {
    "no_bus": "no_bluez",
    "no_bluez": "no_bluez",
    "missing": "missing",
    "off": "off",
    "blocked": "off",
    "refused": "refused",
    "busy": "lost",
    "failed": "lost",
    "unknown": "lost",
    "unplugged": "lost",
    "restarted": "lost",
    "stopped": "lost",
    "mute": "lost",
    "silent": "silent",
}
"""For each kind of trouble the state to show. What is wrong and what to do stands in the words of the radio."""

RUNS_ON = Words("en")("radio.runs_on")
"""The middle sentence of every reason."""


def reason(kind: Kind, words: Words | None = None, *, detail: str = "") -> str:
    """What is wrong, that the kit runs on, and what to do, in English or in the language of ``words``."""
    said = words or Words("en")
    return f"{said(f'radio.{kind}', detail=detail)} {said('radio.runs_on')} {said(f'radio.{kind}_todo')}"


def kind_of(said: str) -> tuple[Kind, str] | None:
    """What kind of trouble an English :func:`reason` told of, and its detail; None if it is none of them."""
    words = Words("en")
    for kind in STATES:
        before, _, after = words(f"radio.{kind}").partition("{detail}")
        after = f"{after} {RUNS_ON} {words(f'radio.{kind}_todo')}"
        if said.startswith(before) and said.endswith(after) and len(said) >= len(before) + len(after):
            return kind, said[len(before) : len(said) - len(after)]
    return None
