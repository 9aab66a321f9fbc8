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
from xlab.dashboard.proof import No, prove, store, typed
from xlab.settings import PIN

pages = Blueprint("auth", __name__)

_INSIDE: Final = re.compile(
    r"/(pin|badges|teach|radio|preflight|packing|power|rounds(/join)?|it/choose|visit(/[A-Za-z0-9_-]{1,60}){0,2}|stations(/[a-z0-9-]{1,31})?)?"
)
"""Where signing in may lead: a page of ours, never an address that somebody else put into a link."""


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
        pin = new_pin()
        prove("code", words()("dashboard.wrong_code"), lambda: _same_code(request.form.get("code", ""), code))
        store_pin(shared.keys.pin.set_first, pin)
    except No as no:
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
        prove_pin("pin")
    except No as no:
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
        pin = new_pin()
        prove_pin("current")
        store_pin(shared.keys.pin.change, pin)
    except No as no:
        return no.page("change_pin.html")
    shared.gate.sign_in(session)
    return redirect(url_for("room.home"))


def new_pin() -> str:
    """The PIN that was typed twice. Raises :class:`No`."""
    pin = typed("pin")
    if not PIN.fullmatch(pin):
        raise No(words()("dashboard.pin_shape"))
    if pin != typed("again"):
        raise No(words()("dashboard.pins_differ"))
    return pin


def store_pin(keep: Callable[[str], None], pin: str) -> None:
    """Keep a new PIN. Raises :class:`No` where the card does not take it."""
    store(keep, pin, words()("dashboard.pin_not_stored"))


def prove_pin(field: str) -> None:
    """Whoever posts the form knows the PIN. Raises :class:`No`."""
    prove("pin", words()("dashboard.wrong_pin"), lambda: parts().keys.pin.matches(typed(field)))


def _same_code(typed_code: str, code: str) -> bool:
    def plain(text: str) -> bytes:
        return "".join(letter for letter in text.casefold() if letter.isalnum()).encode()

    return hmac.compare_digest(plain(typed_code), plain(code))
