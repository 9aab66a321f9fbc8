"""The packing list on a phone: what is missing first, what the kit hears ticks itself, the rest is ticked by hand."""

from collections.abc import Callable
from typing import Final, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.packing import LONGEST, Item, NotPacked, PackingReason, When
from xlab.dashboard.tidy import tidy
from xlab.dashboard.visit_parts import clock
from xlab.look.words import Words

pages = Blueprint("packing", __name__, url_prefix="/packing")

_REASONS: Final = get_args(PackingReason)


@pages.get("")
@facilitator_only
def home() -> ResponseReturnValue:
    """The list for leaving or for arriving, as ``when`` says; it follows the kit while it is open."""
    asked: When | None = next((one for one in get_args(When) if one == request.args.get("when")), None)
    now = parts().kit.care.packing.now(asked)
    refused = request.args.get("refused", "")
    return render_template(
        "packing.html",
        now=now,
        name=lambda item: called(item, words()),
        colour=lambda item: coloured(item, words()),
        seen=_seen,
        problem=words()(f"packing.refused_{refused}") if refused in _REASONS else "",
        clock=clock,
    )


@pages.post("/<when>/tick")
@facilitator_only
def tick(when: When) -> ResponseReturnValue:
    """Somebody saw the thing ``item``, or (``on`` is 0) takes that back."""
    item, on = request.form.get("item", ""), request.form.get("on") == "1"
    return _obey(lambda: parts().kit.care.packing.tick(_when(when), item, on), when)


@pages.post("/<when>/anew")
@facilitator_only
def anew(when: When) -> ResponseReturnValue:
    """Begin the list anew."""
    return _obey(lambda: parts().kit.care.packing.anew(_when(when)), when)


@pages.post("/<when>/own")
@facilitator_only
def own(when: When) -> ResponseReturnValue:
    """Add the thing ``name``; take the thing ``item`` off the list; or put back what was taken off."""
    packing, name, item = (
        parts().kit.care.packing,
        tidy(request.form.get("name", ""), LONGEST),
        request.form.get("item"),
    )
    _when(when)
    if item is not None:
        return _obey(lambda: packing.remove(item), when)
    return _obey(packing.restore if "restore" in request.form else lambda: packing.add(name), when)


def _when(when: When) -> When:
    if when not in get_args(When):
        abort(404)
    return when


def _obey(act: Callable[[], None], when: When) -> ResponseReturnValue:
    reason = ""
    try:
        act()
    except NotPacked as refused:
        reason = refused.reason
    return redirect(url_for("packing.home", when=when, refused=reason or None), 303)


def called(item: Item, t: Words) -> str:
    """What people call it, in the language of ``t``."""
    if item.face is not None:
        return t(f"dashboard.animal_{item.face.animal}")
    if item.word:
        return t(item.word)
    if item.kind in ("screen", "camera"):
        return t(f"packing.{item.kind}_of", name=item.label)
    if item.label:
        return item.label
    nameless = t(f"preflight.badges_nameless_{item.kind}")
    return nameless[:1].upper() + nameless[1:]


def coloured(item: Item, t: Words) -> str:
    """The colour of a badge, or what sort of thing it is where what it is called does not say that."""
    if item.face is not None:
        return t(f"dashboard.accent_{item.face.accent}")
    told = item.kind in ("screen", "camera") or not (item.label or item.word)
    return "" if told else t(f"packing.kind_{item.kind}")


def _seen(item: Item) -> str:
    """Why it counts as here: by the kit itself, or by somebody."""
    t = words()
    if item.seen is not None:
        verb = {"badge": "heard", "prop": "heard", "pad": "heard", "station": "met"}.get(item.kind, "checked")
        minutes = int(item.seen // 60)
        return t(f"packing.{verb}_now") if minutes < 1 else t(f"packing.{verb}_ago", minutes=minutes)
    return t("packing.ticked", when=clock(item.ticked)) if item.ticked is not None else ""
