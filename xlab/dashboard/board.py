"""The board: who matters, what they value, what they could bring, and which platforms could connect them."""

import uuid
from collections.abc import Callable
from typing import Final

import msgspec
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.board_rail import rail
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.visitors import OfferNow, VisitorRefused
from xlab.dashboard.ports.visits import Reason, VisitRefused
from xlab.dashboard.visit_parts import line, obey, paragraph, show, tidied, under_way, writing
from xlab.events.rounds import Verdict
from xlab.events.visits import BoardItem, Pilot, Platform, Resource, Stakeholder
from xlab.look.words import table
from xlab.workshop.board import GROUPS, STAGES, WORTHS, Board
from xlab.workshop.suggest import Suggestion

pages = Blueprint("board", __name__, url_prefix="/visit/board")

STEPS: Final = ("who", "values", "brings", "platforms")
KINDS: Final[tuple[str, ...]] = (*WORTHS, "data", "skills", "access", "materials", "other")
"""What a stakeholder could bring."""

MOST_BRINGS: Final = 12


@pages.get("")
@facilitator_only
def home() -> ResponseReturnValue:
    """One of the four steps, as ``step`` says."""
    visits = parts().kit.visits
    now = visits.now()
    board = now.board if now is not None else Board()
    step = request.args.get("step", "who")
    return show(
        "board.html",
        step=step if step in STEPS else "who",
        steps=STEPS,
        groups=GROUPS,
        stages=STAGES,
        worths=WORTHS,
        kinds=KINDS,
        board=board,
        gaps={(one.gap, one.about) for one in board.nudges()},
        suggestions=[(one, _because(one)) for one in visits.suggestions()] if step == "platforms" else [],
        rules_problem=visits.rules_problem(),
        pattern=pattern,
        offers=_offers(),
        rails=[rail(board, pattern, along) for along in (False, True)],
    )


@pages.post("/add")
@facilitator_only
def add() -> ResponseReturnValue:
    """A stakeholder: its name, and its class as ``group``."""
    name, group = line("name"), request.form.get("group", "")

    def put() -> None:
        if not name:
            raise VisitRefused("wrong")
        _put(msgspec.convert({"type": "stakeholder", "id": _new(), "group": group, "name": name}, Stakeholder))

    return obey(put, "board.home", step="who")


@pages.post("/change/<item>")
@facilitator_only
def change(item: str) -> ResponseReturnValue:
    """Change one thing of a stakeholder: ``value`` and ``bring`` are ``money on`` or ``money off``; texts by name."""
    step = request.form.get("step", "who")

    def changed(one: Stakeholder) -> Stakeholder:
        worth, _, wish = request.form.get("value", "").partition(" ")
        if worth:
            rest = tuple(value for value in one.values if value != worth)
            one = msgspec.structs.replace(one, values=(*rest, worth) if wish == "on" else rest)
        texts = {name: line(name) for name in ("name", "protects", "promotes") if name in request.form}
        if not texts.get("name", one.name):
            raise VisitRefused("wrong")
        one = msgspec.structs.replace(one, **texts)
        if kind := request.form.get("bring", ""):
            if len(one.brings) >= MOST_BRINGS:
                raise VisitRefused("full")
            one = msgspec.structs.replace(
                one, brings=(*one.brings, msgspec.convert({"kind": kind, "text": line("text")}, Resource))
            )
        if gone := request.form.get("unbring", ""):
            kept = tuple(each for each in one.brings if f"{each.kind} {each.text}" != gone)
            one = msgspec.structs.replace(one, brings=kept)
        return msgspec.convert(msgspec.to_builtins(one), Stakeholder)

    return obey(lambda: _change(item, changed), "board.home", step=step if step in STEPS else "who")


@pages.post("/suggested")
@facilitator_only
def suggested() -> ResponseReturnValue:
    """Put a suggestion on the board: ``rule`` and ``stakeholder`` name it."""

    def put() -> None:
        for one in parts().kit.visits.suggestions():
            if (one.rule.id, one.stakeholder.id) == (request.form.get("rule"), request.form.get("stakeholder")):
                return _put(one.platform(_new()))
        raise VisitRefused("unknown")

    return obey(put, "board.home", step="platforms")


@pages.post("/platform")
@facilitator_only
def platform() -> ResponseReturnValue:
    """A platform that people thought of themselves."""

    def put() -> None:
        fields = {name: request.form.get(name, "") for name in ("stage", "stakeholder", "value")}
        said = {"pattern": line("pattern"), "note": line("note")}
        if not said["pattern"]:
            raise VisitRefused("wrong")
        _put(msgspec.convert({"type": "platform", "id": _new(), **fields, **said}, Platform))

    return obey(put, "board.home", step="platforms")


@pages.post("/rename/<platform_id>")
@facilitator_only
def rename(platform_id: str) -> ResponseReturnValue:
    """Call a platform something else (``name``); whence it came stays."""
    name = line("name")

    def put() -> None:
        with writing:
            known = under_way().board.platforms.get(platform_id)
            if known is None or not name:
                raise VisitRefused("unknown" if known is None else "wrong")
            if name != pattern(known.pattern):
                _put(msgspec.structs.replace(known, pattern=name))

    return obey(put, "board.home", step="platforms", anchor=f"p-{platform_id}")


@pages.post("/pilot/<platform_id>")
@facilitator_only
def pilot(platform_id: str) -> ResponseReturnValue:
    """Make a platform a pilot, or change the pilot; what the form does not name stays as it is."""

    def put() -> None:
        with writing:
            known = under_way().board.pilots.get(f"pilot:{platform_id}", Pilot(platform=platform_id))
            said = {
                name: (paragraph if name == "test" else line)(name)
                for name in ("test", "owner", "measure", "acceptance", "stop", "review")
                if name in request.form
            }
            changed = msgspec.convert({**msgspec.to_builtins(known), **said}, Pilot)
            _put(tidied(changed))

    return obey(put, "board.home", step="platforms", anchor=f"p-{platform_id}")


@pages.post("/drop/<path:item>")
@facilitator_only
def drop(item: str) -> ResponseReturnValue:
    """Take something off the board, with a reason; a platform takes its pilot with it."""
    step, reason = request.form.get("step", "who"), line("reason")

    def take_off() -> None:
        with writing:
            if f"pilot:{item}" in under_way().board.pilots:
                parts().kit.visits.drop(f"pilot:{item}", reason)
            parts().kit.visits.drop(item, reason)

    return obey(take_off, "board.home", step=step if step in STEPS else "who")


@pages.post("/judge/<offer>")
@facilitator_only
def judge(offer: str) -> ResponseReturnValue:
    """Put what a visitor offers on the board (``shown``), park it with a ``reason``, or hide it."""
    step, reason = request.form.get("step", "who"), line("reason")

    def say() -> None:
        judge_offer(offer, msgspec.convert(request.form.get("verdict", ""), Verdict), reason)

    return obey(say, "board.home", step=step if step in STEPS else "who")


def judge_offer(offer: str, verdict: Verdict, reason: str) -> None:
    """What becomes of an offer. Raises :class:`VisitRefused`."""
    if verdict == "parked" and not reason:
        raise VisitRefused("wrong")
    try:
        with writing:
            parts().kit.visitors.judge(offer, verdict, reason)
    except VisitorRefused as refused:
        raise VisitRefused(_SAME[refused.reason]) from refused


def check(item: BoardItem, board: Board) -> None:
    """Whether what the item hangs on is there. Raises :class:`VisitRefused`."""
    if isinstance(item, Platform) and item.stakeholder not in board.stakeholders:
        raise VisitRefused("unknown")
    if isinstance(item, Pilot) and item.platform not in board.platforms:
        raise VisitRefused("unknown")


def pattern(name: str) -> str:
    """A pattern's name in the page's language; one that IT or people made up is as they wrote it."""
    return table("board", words().language).get("pattern_" + name.replace(" ", "_"), name)


_SAME: Final[dict[str, Reason]] = {
    "state": "state",
    "unknown": "unknown",
    "wrong": "wrong",
    "busy": "full",
    "full": "full",
    "not_stored": "not_stored",
}
"""A refusal about offers as one about the board."""


def _offers() -> dict[str, list[OfferNow]]:
    """What visitors offer, by what became of it; the oldest first, so that nothing new comes under a thumb."""
    found: dict[str, list[OfferNow]] = {"waits": [], "shown": [], "parked": [], "hidden": []}
    for one in parts().kit.visitors.offers():
        found[one.verdict or "waits"].append(one)
    return found


def _because(one: Suggestion) -> str:
    t = words()
    said = one.because(t.language, t(f"board.of_{one.value}"))
    return said[:1].upper() + said[1:]


def _put(item: BoardItem) -> None:
    check(item, under_way().board)
    parts().kit.visits.put(item)


def _change(item: str, changed: Callable[[Stakeholder], Stakeholder]) -> None:
    with writing:
        known = under_way().board.stakeholders.get(item)
        if known is None:
            raise VisitRefused("unknown")
        if (new := changed(known)) != known:
            parts().kit.visits.put(new)


def _new() -> str:
    return uuid.uuid4().hex
