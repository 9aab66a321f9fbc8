"""Proving who one is with a form: what was typed is tried, not too often, and a form that does not do says why."""

from collections.abc import Callable
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.languages import words
from xlab.dashboard.parts import parts

_MINUTES_FROM: Final = 90
"""Seconds of waiting from which minutes say it better."""


class No(Exception):
    """What was typed does not do; the form is shown again and says why."""

    def __init__(self, problem: str, status: int = 422, wait: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.status = status
        self.headers = {"Retry-After": str(wait)} if wait else {}

    def page(self, template: str, **values: object) -> ResponseReturnValue:
        """The form once more, with ``problem`` for its template."""
        return render_template(template, problem=self.problem, **values), self.status, self.headers


def typed(field: str) -> str:
    """What a person typed into a field, without the spaces that phones add."""
    return request.form.get(field, "").strip()


def prove(kind: str, wrong: str, is_right: Callable[[], bool]) -> None:
    """One attempt at a secret of this ``kind``, counted before it is judged. Raises :class:`No`, saying ``wrong``."""
    attempts = parts().attempts
    if wait := attempts.wait(kind, request.remote_addr):
        key = "dashboard.too_often" if wait < _MINUTES_FROM else "dashboard.too_often_minutes"
        raise No(words()(key, seconds=wait, minutes=-(-wait // 60)), 429, wait)
    if not is_right():
        raise No(wrong)
    attempts.succeeded(kind, request.remote_addr)


def store(keep: Callable[[str], None], secret: str, failed: str) -> None:
    """Keep a new secret. Raises :class:`No`, saying ``failed``, where the card does not take it."""
    try:
        keep(secret)
    except OSError as error:
        raise No(failed, 500) from error
