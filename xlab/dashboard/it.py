"""Becoming IT: choosing the first password, signing in, changing it, and giving facilitators another PIN.

The first password is chosen by a facilitator who types the PIN once more, so that nobody takes the kit over from a
phone that was left on a table. Whoever lost it deletes ``keys/it.json`` in the kit's home and restarts the kit.
"""

import re
from typing import Final

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.auth import new_pin, prove_pin, store_pin
from xlab.dashboard.hashed import MOST_OTHERS, AlreadySet, TooMany
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, is_it, it_only, parts
from xlab.dashboard.proof import No, prove, store, typed
from xlab.dashboard.tidy import tidy

pages = Blueprint("it", __name__, url_prefix="/it")

SHORTEST: Final = 10
"""Letters of a password: it guards what may run on the kit, and the whole room's network may try it."""

_LONGEST: Final = 200

_INSIDE: Final = re.compile(
    r"/it(/access|/kit|/backups|/logs|/demos(/[a-z0-9-]{1,40}(/runs/[\w-]{1,80})?)?)?", re.ASCII
)
"""Where signing in may lead."""

_LONGEST_ROLE: Final = 40

_DONE: Final = ("pin", "password", "all_out", "given", "taken")
"""What the page of the secrets says was done."""


@pages.app_context_processor
def _roles() -> dict[str, object]:
    """The page of the secrets names the roles that have a PIN of their own."""
    return {"pins_of": parts().keys.pin.others if request.blueprint == "it" and is_it() else ()}


@pages.get("")
def home() -> ResponseReturnValue:
    """The first of IT's pages, or the way in."""
    return redirect(url_for("demos.home" if is_it() else "it.sign_in"))


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with IT's password; while there is none, a facilitator chooses it."""
    shared = parts()
    asked = request.values.get("next", "")
    target = asked if _INSIDE.fullmatch(asked) else url_for("demos.home")
    if shared.keys.it.damaged:
        return render_template("it_stuck.html"), 503
    if not shared.keys.it.exists:
        return redirect(url_for("it.choose"))
    if is_it():
        return redirect(target)
    if request.method == "GET":
        return render_template("it_sign_in.html", next=target)
    try:
        _prove_password("password")
    except No as no:
        return no.page("it_sign_in.html", next=target)
    shared.gate.sign_in(session, "it")
    return redirect(target)


@pages.route("/choose", methods=["GET", "POST"])
@facilitator_only
def choose() -> ResponseReturnValue:
    """Choose IT's first password."""
    shared = parts()
    if shared.keys.it.exists or shared.keys.it.damaged:
        return redirect(url_for("it.sign_in"))
    if request.method == "GET":
        return render_template("it_choose.html")
    try:
        password = _new_password()
        prove_pin("pin")
        _store_password(password, first=True)
    except No as no:
        return no.page("it_choose.html")
    except AlreadySet:
        return redirect(url_for("it.sign_in"))
    shared.gate.sign_in(session, "it")
    return redirect(url_for("demos.home"))


@pages.get("/access")
@it_only
def access() -> ResponseReturnValue:
    """Who may sign in with what."""
    done = request.args.get("done", "")
    return render_template("it_access.html", done=done if done in _DONE else "")


@pages.post("/access/password")
@it_only
def change_password() -> ResponseReturnValue:
    """Change IT's password; every other browser of IT has to sign in again."""
    try:
        password = _new_password()
        _prove_password("current")
        _store_password(password, first=False)
    except No as no:
        return no.page("it_access.html", form="password")
    parts().gate.sign_in(session, "it")
    return redirect(url_for("it.access", done="password"))


@pages.post("/access/pin")
@it_only
def reset_pin() -> ResponseReturnValue:
    """Give facilitators another PIN; all of them have to sign in again."""
    shared = parts()
    try:
        store_pin(shared.keys.pin.change, new_pin())
    except No as no:
        return no.page("it_access.html", form="pin")
    shared.kit.pin_was_set()
    return redirect(url_for("it.access", done="pin"))


@pages.post("/access/pins")
@it_only
def give_pin() -> ResponseReturnValue:
    """Give one role among the facilitators a PIN of its own; the others keep theirs."""
    role = tidy(typed("role"), _LONGEST_ROLE)
    try:
        if not role:
            raise No(words()("it.role_missing"))
        pin = new_pin()
        store_pin(lambda chosen: parts().keys.pin.give(role, chosen), pin)
    except No as no:
        return no.page("it_access.html", form="pins", role=role)
    except TooMany:
        return No(words()("it.too_many_pins", most=MOST_OTHERS), 409).page("it_access.html", form="pins", role=role)
    return redirect(url_for("it.access", done="given"))


@pages.post("/access/pins/take")
@it_only
def take_pin() -> ResponseReturnValue:
    """Take a role's PIN away; all facilitators sign in again."""
    try:
        parts().keys.pin.take_away(request.form.get("role", ""))
    except OSError:
        return render_template("it_access.html", problem=words()("it.not_ended"), form="pins"), 500
    return redirect(url_for("it.access", done="taken"))


@pages.post("/access/sign-out-all")
@it_only
def sign_out_all() -> ResponseReturnValue:
    """End every session of facilitators and of IT, but for this one of IT: a tablet was left somewhere."""
    shared = parts()
    try:
        shared.keys.pin.end_sessions()
        shared.keys.it.end_sessions()
    except OSError:
        return render_template("it_access.html", problem=words()("it.not_ended"), form="all_out"), 500
    shared.gate.sign_in(session, "it")
    return redirect(url_for("it.access", done="all_out"))


def _new_password() -> str:
    """The password that was typed twice. Raises :class:`No`."""
    password, t = typed("new"), words()
    if not SHORTEST <= len(password) <= _LONGEST:
        raise No(t("it.password_shape", shortest=SHORTEST))
    if password != typed("again"):
        raise No(t("it.passwords_differ"))
    return password


def _prove_password(field: str) -> None:
    right = parts().keys.it.matches
    prove("password", words()("it.wrong_password"), lambda: right(typed(field)))


def _store_password(password: str, first: bool) -> None:
    key = parts().keys.it
    store(key.set_first if first else key.change, password, words()("it.not_stored"))
