"""The visit today: how it stands, the one next step, and taking it."""

from typing import Final, get_args

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.board import pattern
from xlab.dashboard.languages import words
from xlab.dashboard.notes import carried
from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.groups import LeftOpen
from xlab.dashboard.visit_parts import obey, show
from xlab.events.rounds import Language
from xlab.workshop.board import GROUPS, Nudge
from xlab.workshop.charter import missing
from xlab.workshop.visit import Step, VisitNow

pages = Blueprint("today", __name__)

_NUDGES: Final = 3
"""How many of the board's nudges are shown here: what to ask next, not a list to work off."""

_STEP_OF: Final = {
    "group": "who",
    "values": "values",
    **dict.fromkeys(("brings", "only_money", "protects", "promotes"), "brings"),
}
"""Which of the board's four steps mends what is missing; the rest is on the last."""


@pages.get("/visit")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page."""
    kit = parts().kit
    now = kit.visits.now()
    past = [one for one in kit.visits.all() if one.state == "signed_off" and not one.practice]
    return show(
        "today.html",
        lacks=missing(now.charter) if now is not None else (),
        nudges=[*_waiting(), *_nudges(now)][:_NUDGES] if now is not None else (),
        rounds=sum(one.now.open for one in kit.rounds.all()),
        joined=kit.rounds.joined(),
        left_open=kit.groups.left_open() if now is not None else 0,
        began=kit.groups.last(),
        past=past,
        reported={one.visit for one in past if kit.papers.of(one.visit) is not None},
        paper=kit.papers.of(now.visit) if now is not None else None,
        readable=now is not None and kit.papers.report(now.visit) is not None,
        carried=carried(now, past),
    )


@pages.post("/visit/plan")
@facilitator_only
def plan() -> ResponseReturnValue:
    """Plan a visit in ``language``, or a practice."""
    language: Language = request.form.get("language", "")  # type: ignore[assignment]
    if language not in get_args(Language):
        abort(400)
    return obey(lambda: parts().kit.visits.plan(language, request.form.get("kind") == "practice"), "today.home")


@pages.post("/visit/step")
@facilitator_only
def step() -> ResponseReturnValue:
    """Open, close, reopen or sign off, as ``step`` says."""
    wanted: Step = request.form.get("step", "")  # type: ignore[assignment]
    if wanted not in get_args(Step):
        abort(400)
    return obey(lambda: parts().kit.visits.step(wanted), "today.home")


@pages.post("/visit/group")
@facilitator_only
def group() -> ResponseReturnValue:
    """The next group comes in; ``rounds`` says what becomes of those that are open."""
    rounds: LeftOpen = request.form.get("rounds", "")  # type: ignore[assignment]
    if rounds not in get_args(LeftOpen):
        abort(400)
    number = request.form.get("number", 0, type=int)
    visit = parts().kit.visits.now()
    if visit is not None and number == visit.group:
        return redirect(url_for("today.home"), 303)  # it came in already: a double tap, or another facilitator
    return obey(lambda: parts().kit.groups.begin(rounds, number), "today.home")


def about(nudge: Nudge, now: VisitNow) -> dict[str, str]:
    """A nudge in words, and the step of the board that mends it."""
    t, board = words(), now.board
    if nudge.gap == "group":
        name = t(f"board.group_{nudge.about}")
    else:
        platform = board.platforms.get(nudge.about.removeprefix("pilot:"))
        stakeholder = board.stakeholders.get(nudge.about)
        name = (
            stakeholder.name if stakeholder is not None else pattern(platform.pattern) if platform is not None else ""
        )
    return {"text": t(f"board.nudge_{nudge.gap}", name=name), "step": _STEP_OF.get(nudge.gap, "platforms")}


def _waiting() -> list[dict[str, str]]:
    """What visitors wrote and nobody looked at yet: it comes first, since they wait for it."""
    count = sum(one.verdict is None for one in parts().kit.visitors.offers())
    t = words()
    text = t("board.offers_one") if count == 1 else t("board.offers_some", count=count)
    return [{"text": text, "step": "who"}] if count else []


def _nudges(now: VisitNow) -> list[dict[str, str]]:
    """What is still missing, a class of stakeholders first, then what was begun."""
    found = now.board.nudges()
    classes = [one for one in found if one.gap == "group"]
    rest = [one for one in found if one.gap != "group"]
    # Everybody may be on the board already, and an empty class is a question for the room, not a fault.
    first = classes[:1] if len(classes) < len(GROUPS) else []
    return [about(one, now) for one in (*first, *rest, *classes[len(first) :])]
