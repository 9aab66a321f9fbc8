"""What the pages of the visit have in common: what people typed made harmless, refusals in words, days and times."""

import datetime
import threading
from collections.abc import Callable
from typing import Final, Literal, TypeVar

import msgspec
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.languages import words
from xlab.dashboard.parts import parts
from xlab.dashboard.ports.visits import Reason, VisitRefused
from xlab.dashboard.tidy import tidy, tidy_lines
from xlab.events.rounds import Words
from xlab.events.visits import Day, Line, Paragraph
from xlab.workshop.visit import VisitNow

LINE: Final = 200
PARAGRAPH: Final = 2000
"""The longest a line and a paragraph may be, as the facts allow."""

writing: Final = threading.Lock()
"""Read, change and write go together: two facilitators who change two things must not undo each other."""

_REASONS: Final[dict[str, int]] = {
    "state": 409,
    "missing": 422,
    "unknown": 404,
    "wrong": 422,
    "full": 409,
    "not_stored": 507,
    "rounds": 409,
    "few": 422,
    "many": 422,
    "long": 422,
    "changed": 409,
}
"""HTTP status of each reason; ``changed``: somebody else was faster, and what was typed rests on what is gone."""

_DATES: Final = {"en": "{day} {month} {year}", "fr": "{day:02}/{number:02}/{year}", "de": "{day}.{number}.{year}"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

S = TypeVar("S", bound=msgspec.Struct)


class Changed(Exception):
    """Somebody else changed it meanwhile."""


def show(template: str, refused: str = "", **more: object) -> str:
    """A page of the visit under way; ``refused`` (or the address's) says why something was not done."""
    reason = refused or request.args.get("refused", "")
    problem = words()(f"visit.refused_{reason}") if reason in _REASONS else ""
    visit = parts().kit.visits.now()
    return render_template(template, visit=visit, problem=problem, day=day, clock=clock, **more)


def obey(
    act: Callable[[], object], endpoint: str, step: str | None = None, anchor: str | None = None
) -> ResponseReturnValue:
    """Do what a form asks, then show the page at ``endpoint``, with the reason where it was refused."""
    reason = attempt(act)
    return redirect(url_for(endpoint, step=step, refused=reason or None, _anchor=None if reason else anchor), 303)


def attempt(act: Callable[[], object]) -> str:
    """Do it; why not, or empty."""
    try:
        act()
    except VisitRefused as refused:
        return refused.reason
    except Changed:
        return "changed"
    except msgspec.ValidationError:
        return "wrong"
    return ""


def status_of(reason: Reason | Literal["changed"]) -> int:
    """The HTTP status of a refusal."""
    return _REASONS[reason]


def under_way() -> VisitNow:
    """The visit under way. Raises :class:`VisitRefused`."""
    now = parts().kit.visits.now()
    if now is None:
        raise VisitRefused("state")
    return now


def line(name: str) -> str:
    """A line of the form that was sent."""
    return tidy(request.form.get(name, ""), LINE)


def paragraph(name: str) -> str:
    """A text of the form that was sent."""
    return tidy_lines(request.form.get(name, ""), PARAGRAPH)


def tidied(struct: S) -> S:
    """A struct of the interface with its texts tidied. Raises :class:`VisitRefused` where a day is none."""
    changes: dict[str, object] = {}
    for field in msgspec.structs.fields(struct):
        value = getattr(struct, field.name)
        if field.type == Line:
            changes[field.name] = tidy(value, LINE)
        elif field.type == Paragraph:
            changes[field.name] = tidy_lines(value, PARAGRAPH)
        elif field.type == Day:
            _check_day(value)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(tidied(one) if isinstance(one, msgspec.Struct) else one for one in value)
        elif isinstance(value, msgspec.Struct):
            changes[field.name] = tidied(value)
    return msgspec.structs.replace(struct, **changes)


def said_in(text: Words) -> str:
    """A text in the page's language, or in English, or in whichever there is."""
    return text.get(words().language) or text.get("en") or next(iter(text.values()), "")


def day(text: str) -> str:
    """A day such as 2026-11-30 as the page's language writes it."""
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return text
    return _written(date)


def clock(wall: float, about: bool = False) -> str:
    """Day and time of seconds since 1970; ``about`` where they are known only roughly."""
    moment = datetime.datetime.fromtimestamp(wall, datetime.UTC).astimezone()
    told = f"{_written(moment.date())}, {moment:%H:%M}"
    return words()("clock.about", time=told) if about else told


def _written(date: datetime.date) -> str:
    month = _MONTHS[date.month - 1]
    return _DATES[words().language].format(day=date.day, month=month, number=date.month, year=date.year)


def _check_day(text: str) -> None:
    try:
        if text:
            datetime.date.fromisoformat(text)
    except ValueError:
        raise VisitRefused("wrong") from None
