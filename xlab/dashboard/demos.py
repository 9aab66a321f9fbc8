"""The demos of the kit as IT sees them: what is on, what waits to be allowed, how each did, and how a run failed."""

import datetime
from collections.abc import Iterable, Sequence

import msgspec
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.catalogue.manifest import Manifest, Text
from xlab.dashboard.demo_api import OPERATIONS, obey
from xlab.dashboard.languages import words
from xlab.dashboard.parts import it_only, parts
from xlab.dashboard.ports.demos import DemoNow, DemosNow, DemosRefused, Offer
from xlab.dashboard.uploads import MOST
from xlab.look.tokens import STAGE_ACCENTS

pages = Blueprint("demos", __name__, url_prefix="/it/demos")


@pages.get("")
@it_only
def home() -> ResponseReturnValue:
    """The list; with ``?order=1`` each demo can be moved."""
    return page()


@pages.get("/<demo>")
@it_only
def one(demo: str) -> ResponseReturnValue:
    """All about one demo."""
    return page(demo)


@pages.get("/<demo>/runs/<run>")
@it_only
def run(demo: str, run: str) -> ResponseReturnValue:
    """What is known of a run that went wrong."""
    library = parts().kit.demos
    found = library.report(run)
    if found is None:
        abort(404)
    now = library.now()
    known = next((each for each in now.demos if each.demo == demo), None)
    return render_template("demo_run.html", report=found, demo=demo, known=known, **_helpers(now))


@pages.get("/<demo>/runs/<run>/picture.jpg")
@it_only
def picture(demo: str, run: str) -> ResponseReturnValue:
    """The last picture of a run that went wrong."""
    found = parts().kit.demos.report(run)
    if found is None or not found.picture:
        abort(404)
    return Response(found.picture, mimetype="image/jpeg")


@pages.post("/do/<operation>")
@it_only
def do(operation: str) -> ResponseReturnValue:
    """One of :data:`OPERATIONS`, asked for by a form; ``back`` is the demo on whose page it stood."""
    if operation not in OPERATIONS:
        abort(404)
    back = request.form.get("back", "")
    try:
        asked = msgspec.convert(request.form.to_dict(), OPERATIONS[operation][1], strict=False)
    except msgspec.ValidationError:
        abort(400)
    try:
        obey(parts().kit.demos, operation, asked)
    except DemosRefused as refused:
        return page(back, refused), 409
    return _to(back if operation != "remove" else "")


@pages.post("/move")
@it_only
def move() -> ResponseReturnValue:
    """Another order: ``order`` has all ids, and ``move`` is ``up <id>`` or ``down <id>`` of one of them."""
    order = request.form.get("order", "").split()
    way, _, demo = request.form.get("move", "").partition(" ")
    if demo in order:
        place = order.index(demo)
        to = min(max(place + (-1 if way == "up" else 1), 0), len(order) - 1)
        order.insert(to, order.pop(place))
    try:
        parts().kit.demos.order(order)
    except DemosRefused as refused:
        return page(problem=refused), 409
    return redirect(url_for("demos.home", order=1), 303)


@pages.post("/choose")
@it_only
def choose() -> ResponseReturnValue:
    """Which demos each station shows: ``all <station>`` for all that are on, else ``shows <station>`` for each."""
    library = parts().kit.demos
    try:
        for station in library.now().stations:
            if station.station not in request.form.getlist("station"):
                continue  # it came after the form was shown
            shows = tuple(request.form.getlist(f"shows {station.station}"))
            wanted = None if f"all {station.station}" in request.form else shows
            if (wanted is None) != (station.demos is None) or set(wanted or ()) != set(station.demos or ()):
                library.choose(station.station, wanted)
    except DemosRefused as refused:
        return page(problem=refused), 409
    return _to("")


def _why(problem: DemosRefused | str) -> tuple[str, str]:
    """Why something was refused, and the language that says so: the page's, where it has words for it."""
    t = words()
    if isinstance(problem, str):
        return problem, t.language
    return (t(f"demos.why_{problem.key}", **problem.values), t.language) if problem.key else (str(problem), "en")


def page(demo: str = "", problem: DemosRefused | str = "", said: str = "") -> str:
    """The list, or the page of one demo; ``problem`` is why something was refused, ``said`` what was done."""
    now = parts().kit.demos.now()
    why, lang = _why(problem)
    shared = {"problem": why, "problem_lang": lang, "said": said, **_helpers(now)}
    if demo:
        found = next((each for each in now.demos if each.demo == demo), None)
        if found is None:
            abort(404)
        return render_template("demo.html", demo=found, **shared)
    return render_template(
        "demos.html",
        questions=[each for each in now.demos if each.standing == "waiting"],
        count=_count(now.demos),
        ordering="order" in request.args,
        most_bytes=MOST,
        **shared,
    )


def _to(demo: str) -> ResponseReturnValue:
    return redirect(url_for("demos.one", demo=demo) if demo else url_for("demos.home"), 303)


def _helpers(now: DemosNow) -> dict[str, object]:
    """What the templates put into words."""
    t = words()

    def text(said: Text) -> str:
        return said.get(t.language) or said["en"]

    def title(demo: DemoNow | Offer) -> str:
        if demo.manifest:
            return text(demo.manifest.title)
        return demo.demo if isinstance(demo, DemoNow) else demo.file

    def new_uses(offer: Offer) -> Sequence[str]:
        """What the bundle wants beyond what the demo it replaces may use already."""
        had = next((each.manifest for each in now.demos if offer.manifest and each.demo == offer.manifest.id), None)
        return [use for use in offer.uses if had is None or use not in had.uses]

    names = {station.station: station.name for station in now.stations}
    return {
        "now": now,
        "text": text,
        "title": title,
        "accent": _accent,
        "when": _when,
        "short": _short,
        "new_uses": new_uses,
        "station_name": lambda station: names.get(station, station),
    }


def _accent(manifest: Manifest | None) -> str:
    """The colour of the demo's first stage of the supply chain, as on the stations."""
    stages: Iterable[str] = manifest.engagement.stages if manifest else ()
    return next((STAGE_ACCENTS[stage] for stage in stages), "none")


def _short(digest: str) -> str:
    """The beginning of a hash in groups that two people can compare aloud."""
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def _when(wall: float) -> str:
    """A time by the kit's clock of then."""
    return datetime.datetime.fromtimestamp(wall, datetime.UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _count(demos: Sequence[DemoNow]) -> str:
    t = words()
    on = sum(demo.standing == "on" for demo in demos)
    out = sum(demo.standing in ("bad", "quarantined") for demo in demos)
    return t("demos.count", on=on, all=len(demos)) + (t("demos.count_out", count=out) if out else "")
