"""How an update went, in words."""

from typing import Final, get_args

from xlab.look.words import Words
from xlab.upkeep.about import Reason
from xlab.upkeep.state import State

PROBLEMS: Final = ("no_start", "dies", "no_boot", "asked", "power_cut", "install", "log", "failed")
"""What may come up after an update was begun, each with its sentence, beside the reasons to refuse one."""


def outcome(state: State, words: Words) -> list[str]:
    """The sentences, none where there was no update: what is in use, why, and what else there is to know."""
    if not state.state:
        return []
    said = [words(f"update.state_{state.state}", version=state.version, before=state.before)]
    if state.problem:
        said.append(problem(state, words))
    if state.detail:
        said.append(state.detail)
    if state.kept:
        said.append(words("update.kept", n=state.events, file=state.kept))
    return said


def problem(state: State, words: Words) -> str:
    """Why it failed, or went back. What another version calls so may be unknown to this one."""
    if state.problem in get_args(Reason):
        return words(f"update.refused_{state.problem}")
    return words(f"update.problem_{state.problem if state.problem in PROBLEMS else 'failed'}", version=state.version)
