"""What came out: one result for each scenario, as JSON for machines and as a table for people. Pure."""

from typing import Any

import msgspec

PROMISE = 30.0
"""Seconds within which a radio hears again once it can, without a restart of the hub."""


class Result(msgspec.Struct, frozen=True):
    """One scenario: its name, what was done, what was wrong with what happened (empty: nothing), and the figures.

    ``text`` is what figures cannot say, in a few lines for the summary.
    """

    name: str
    what: str
    wrong: str
    figures: dict[str, Any] = {}
    text: str = ""


class Report(msgspec.Struct, frozen=True):
    """All of one run. ``machine`` says what it ran on: the figures are of an emulated machine."""

    machine: dict[str, str]
    results: tuple[Result, ...]


COLUMNS = (
    ("noticed_s", "told after"),
    ("state_s", "scans after"),
    ("events_s", "badges after"),
    ("processor", "of a core"),
    ("resets", "resets"),
)
"""The figures of a recovery, and what they are called in the table."""


def summary(report: Report) -> str:
    """The figures of each scenario, those of recoveries as a table, and at the end everything that was wrong."""
    lines = ["Emulated: " + ", ".join(f"{name} {value}" for name, value in report.machine.items()), ""]
    radio = [result for result in report.results if COLUMNS[2][0] in result.figures]
    width = max((len(result.name) for result in report.results), default=8)
    for result in report.results:
        if result not in radio:
            figures = ", ".join(f"{name} {value}" for name, value in result.figures.items() if _short(value))
            lines.append(f"{result.name:{width}}  {_verdict(result)}  {figures}")
    if radio:
        lines += ["", f"{'radio':{width}}  " + "  ".join(f"{title:>12}" for _, title in COLUMNS) + "  verdict"]
    for result in radio:
        cells = "  ".join(f"{_cell(result.figures.get(name), name):>12}" for name, _ in COLUMNS)
        lines.append(f"{result.name:{width}}  {cells}  {_verdict(result)}")
    lines.append("")
    lines += [f"{result.name}: {result.what}\n{result.text}\n" for result in report.results if result.text]
    lines += [f"{result.name}: {result.wrong}" for result in report.results if result.wrong]
    wrong = sum(bool(result.wrong) for result in report.results)
    lines.append(f"{len(report.results) - wrong} passed, {wrong} failed")
    return "\n".join(lines)


def _verdict(result: Result) -> str:
    return "WRONG" if result.wrong else "fine "


def _short(value: object) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, str) and len(value) < 40)


def _cell(value: object, name: str) -> str:
    if value is None:
        return "-"
    if name == "processor" and isinstance(value, float):
        return f"{value:.0%}"
    return f"{value:.1f} s" if isinstance(value, float) else str(value)
