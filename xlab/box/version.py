"""Which version the kit is, and what became of the last update."""

from xlab.box.finding import Finding
from xlab.look.saying import Say, Value
from xlab.look.words import table
from xlab.upkeep.state import State


def check_version(state: State, version: str) -> Finding:
    """``state`` is that of the last update, ``version`` the one that runs."""
    if state.under_way:
        return Finding("update", None, "preflight.update_under_way", {"version": state.version})
    if state.state in ("failed", "back"):
        values: dict[str, Value] = {"version": state.version, "running": version, "why": _why(state)}
        return Finding("update", None, f"preflight.update_{state.state}", values)
    return Finding("update", True, "preflight.update_version", {"version": version})


def _why(state: State) -> str | Say:
    """The sentence that the page of updates has for it, if there is one."""
    known = table("update", "en")
    for name in (f"refused_{state.problem}", f"problem_{state.problem}"):
        if state.problem and name in known:
            return Say(f"update.{name}", {"version": state.version})
    return Say("update.problem_failed", {"version": state.version})
