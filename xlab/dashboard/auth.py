"""Becoming the facilitator: choosing the first PIN, signing in and out, changing the PIN."""

import hmac
import re
from collections.abc import Callable
from typing import Final

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.hashed import AlreadySet
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, parts, signed_in

pages = Blueprint("auth", __name__)

_PIN: Final = re.compile(r"[0-9]{4,8}")
_INSIDE: Final = re.compile(r"/(pin|badges|teach|radio|stations(/[a-z0-9-]{1,31})?)?")
"""Where signing in may lead: a page of ours, never an address that somebody else put into a link."""

_MINUTES_FROM: Final = 90
"""Seconds of waiting from which minutes say it better."""


class _No(Exception):
    """What was typed does not do; the form is shown again and says why."""

    def __init__(self, problem: str, status: int = 422, wait: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.status = status
        self.headers = {"Retry-After": str(wait)} if wait else {}

    def page(self, template: str, **values: str) -> ResponseReturnValue:
        return render_template(template, problem=self.problem, **values), self.status, self.headers


@pages.route("/setup", methods=["GET", "POST"])
def setup() -> ResponseReturnValue:
    """Choose the kit's first PIN, proven by the code that stands on its screen."""
    shared = parts()
    code = shared.kit.info().setup_code
    if shared.keys.pin.exists:
        return redirect(url_for("auth.sign_in"))
    if shared.keys.pin.damaged or code is None:
        return render_template("stuck.html", problem="damaged" if shared.keys.pin.damaged else "no_code"), 503
    if request.method == "GET":
        return render_template("setup.html")
    try:
        pin = _new_pin()
        _prove("code", lambda: _same_code(request.form.get("code", ""), code))
        _store(shared.keys.pin.set_first, pin)
    except _No as no:
        return no.page("setup.html")
    except AlreadySet:
        return redirect(url_for("auth.sign_in"))
    shared.kit.pin_was_set()
    shared.gate.sign_in(session)
    return redirect(url_for("room.home"))


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with the PIN."""
    shared = parts()
    asked = request.values.get("next", "")
    target = asked if _INSIDE.fullmatch(asked) else "/"
    if not shared.keys.pin.exists:
        return redirect(url_for("auth.setup"))
    if signed_in():
        return redirect(target)
    if request.method == "GET":
        return render_template("sign_in.html", next=target)
    try:
        _prove("pin", lambda: shared.keys.pin.matches(_typed("pin")))
    except _No as no:
        return no.page("sign_in.html", next=target)
    shared.gate.sign_in(session)
    return redirect(target)


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign this browser out."""
    parts().gate.sign_out(session)
    return redirect(url_for("room.home"))


@pages.route("/pin", methods=["GET", "POST"])
@facilitator_only
def change_pin() -> ResponseReturnValue:
    """Change the PIN; every other browser has to sign in again."""
    shared = parts()
    if request.method == "GET":
        return render_template("change_pin.html")
    try:
        pin = _new_pin()
        _prove("pin", lambda: shared.keys.pin.matches(_typed("current")))
        _store(shared.keys.pin.change, pin)
    except _No as no:
        return no.page("change_pin.html")
    shared.gate.sign_in(session)
    return redirect(url_for("room.home"))


def _typed(field: str) -> str:
    return request.form.get(field, "").strip()


def _new_pin() -> str:
    pin = _typed("pin")
    if not _PIN.fullmatch(pin):
        raise _No(words()("dashboard.pin_shape"))
    if pin != _typed("again"):
        raise _No(words()("dashboard.pins_differ"))
    return pin


def _prove(kind: str, is_right: Callable[[], bool]) -> None:
    """One attempt at the PIN or the code, counted before it is judged."""
    attempts = parts().attempts
    if wait := attempts.wait(kind, request.remote_addr):
        key = "dashboard.too_often" if wait < _MINUTES_FROM else "dashboard.too_often_minutes"
        raise _No(words()(key, seconds=wait, minutes=-(-wait // 60)), 429, wait)
    if not is_right():
        raise _No(words()(f"dashboard.wrong_{kind}"))
    attempts.succeeded(kind, request.remote_addr)


def _same_code(typed: str, code: str) -> bool:
    def plain(text: str) -> bytes:
        return "".join(letter for letter in text.casefold() if letter.isalnum()).encode()

    return hmac.compare_digest(plain(typed), plain(code))


def _store(store: Callable[[str], None], pin: str) -> None:
    try:
        store(pin)
    except OSError as error:
        raise _No(words()("dashboard.pin_not_stored"), 500) from error
