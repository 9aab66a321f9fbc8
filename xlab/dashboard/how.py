"""How it was decided: behind a round its counts and rule, behind a decision its grounds, behind a suggestion its rule.

A round's page is open to everyone, as its result is, and holds no count before that is. A click counts anew from the
log, and the page says whether that is what was shown.
"""

from typing import Final

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.board import pattern
from xlab.dashboard.decisions import replaced
from xlab.dashboard.files import address_of, qr_of
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.rounds_now import Told, told
from xlab.dashboard.visit_parts import clock, said_in, show
from xlab.events.rounds import Question
from xlab.link.rounds import RoundNow
from xlab.workshop.how import COUNTED, DIGITS, Explained, agree, explain, match
from xlab.workshop.privacy import FEWEST

pages = Blueprint("how", __name__, url_prefix="/visit/how")

_POINT: Final = {"en": ".", "fr": ",", "de": ","}


@pages.get("/round/<round_id>")
def round_(round_id: str) -> ResponseReturnValue:
    """The counts of a round and its rule; with ``again`` counted anew from the log."""
    found = _found(round_id)
    if found is None:
        return _gone()
    now, shown = found
    again = parts().kit.findings.recount(round_id) if "again" in request.args and not now.open else None
    checked = again is not None and not again.erased and shown.result is not None
    counted = explain(again.now) if again is not None and checked else None if now.open else explain(now)
    return render_template(
        "how_round.html",
        now=now,
        asked=said_in(now.question.text),
        rule=_rule(now.question),
        few=now.answered < FEWEST or (checked and counted is None),
        table=_table(now, counted),
        again=again,
        checked=checked,
        same=checked and agree(counted, shown.result),
        ideas=_ideas(shown),
        clock=clock,
    )


@pages.get("/round/<round_id>/code.svg")
def code(round_id: str) -> ResponseReturnValue:
    """The address of that page as a QR code, for the wall."""
    if _found(round_id) is None:
        abort(404)
    best = address_of(parts().kit.info())
    path = url_for("how.round_", round_id=round_id).lstrip("/")
    return qr_of(None if best is None else f"{best}{path}")


@pages.get("/decision/<decision>")
@facilitator_only
def decision(decision: str) -> ResponseReturnValue:
    """What a decision rests on."""
    visit = parts().kit.visits.now()
    decided = visit.decisions.get(decision) if visit is not None else None
    if visit is None or decided is None:
        abort(404)
    rests_on = decided.round
    asked = next((one.now for one in parts().kit.rounds.all() if rests_on and one.now.round == rests_on), None)
    return show(
        "how_decision.html",
        decided=decided,
        before=visit.decisions.get(decided.instead_of),
        after=replaced(visit).get(decision),
        asked=asked,
        question=said_in(asked.question.text) if asked is not None else "",
        fewest=FEWEST,
    )


@pages.get("/suggestion/<rule>/<stakeholder>")
@facilitator_only
def suggestion(rule: str, stakeholder: str) -> ResponseReturnValue:
    """The rule behind a suggestion, held against the board as it is."""
    visits = parts().kit.visits
    now, rules = visits.now(), visits.rules()
    found = next((one for one in rules if one.id == rule), None)
    who = now.board.stakeholders.get(stakeholder) if now is not None else None
    if found is None or who is None:
        abort(404)
    t = words()
    matched = match(found, who, rules)
    value = t(f"board.of_{matched.shared[0] if matched.shared else found.values[0]}")
    text = said_in(found.because).replace("{who}", who.name).replace("{value}", value)
    return show(
        "how_suggestion.html",
        match=matched,
        who=who,
        because=f"{text[:1].upper()}{text[1:]}.",
        pattern=pattern(found.pattern),
    )


def _found(round_id: str) -> tuple[RoundNow, Told] | None:
    """A round as everybody may see it, and as it is shown."""
    for one in parts().kit.rounds.all():
        if one.now.round == round_id:
            return one.now, told(one)
    return None


def _gone() -> ResponseReturnValue:
    """A code that somebody photographed outlives the answers: where a visit was signed off, the page says so."""
    over = [one for one in parts().kit.visits.all() if one.state == "signed_off" and not one.practice]
    if not over:
        abort(404)
    return render_template("how_gone.html", over=max(over, key=lambda one: one.opened or 0.0)), 404


def _rule(question: Question) -> str:
    several = "choices" if question.kind == "choice" and question.most > 1 else question.kind
    return words()(f"how.rule_{several}", most=question.most, steps=question.steps, budget=question.budget)


def _table(now: RoundNow, explained: Explained | None) -> dict[str, list[list[str]] | list[str]] | None:
    """Heads and rows as words: what was counted of each line, and what the rule makes of it."""
    if explained is None:
        return None
    t, kind = words(), explained.kind
    names = {option.id: said_in(option.text) for option in now.question.options}
    names |= {one.id: one.text for one in now.ideas}
    by_rule = [t(f"how.value_{kind}")] if kind in DIGITS else []
    # Where every line rests on all people, how many that is stands above the table.
    people = [t("how.n")] if kind in ("pair", "statements") else []
    rows = []
    for line in explained.lines:
        of = [str(line.n)] if people else []
        counts = [_figure(one) for one in line.counts] if line.counts is not None else []
        value = [_figure(line.value, DIGITS[kind])] if by_rule and line.value is not None else []
        rows.append([names.get(line.id, line.id), *of, *(counts + value or [t("how.too_few")])])
    return {"heads": [t("how.line"), *people, *(t(f"how.{one}") for one in COUNTED[kind]), *by_rule], "rows": rows}


def _figure(value: float, digits: int = 0) -> str:
    if digits == 0 and value != int(value):
        digits = 1
    return f"{value:.{digits}f}".replace(".", _POINT[words().language])


def _ideas(shown: Told) -> dict[str, int]:
    """What became of the room's own words, in numbers, once the round is closed."""
    if shown.open or not shown.ideas:
        return {}
    verdicts = [one.verdict or "waiting" for one in shown.ideas]
    return {name: verdicts.count(name) for name in ("shown", "parked", "hidden", "waiting") if name in verdicts}
