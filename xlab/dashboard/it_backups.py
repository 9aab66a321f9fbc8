"""IT's page of the backups: what there is, making one now, on a stick too, taking one away, and deleting old ones."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.it_words import size
from xlab.dashboard.parts import it_only, parts
from xlab.dashboard.ports.keeping import KeepingReason, NotKept
from xlab.dashboard.visit_parts import clock

pages = Blueprint("it_backups", __name__, url_prefix="/it/backups")

_REASONS: tuple[KeepingReason, ...] = ("busy", "no_room", "gone", "not_written", "damaged", "unknown")


@pages.get("")
@it_only
def home() -> ResponseReturnValue:
    """The page; ``refused`` says why something was not done."""
    reason = request.args.get("refused", "")
    return render_template(
        "it_backups.html",
        now=parts().kit.keeping.now(),
        refused=reason if reason in _REASONS else "",
        size=size,
        moment=clock,
    )


@pages.post("/make")
@it_only
def make() -> ResponseReturnValue:
    """Begin a backup, on the stick ``target`` where one is named."""
    return _obey(lambda: parts().kit.keeping.make(request.form.get("target", "")))


@pages.post("/verify")
@it_only
def verify() -> ResponseReturnValue:
    """Begin to read the backup ``name`` back."""
    return _obey(lambda: parts().kit.keeping.verify(request.form.get("name", "")))


@pages.post("/delete")
@it_only
def delete() -> ResponseReturnValue:
    """Remove the backup ``name``."""
    return _obey(lambda: parts().kit.keeping.delete(request.form.get("name", "")))


@pages.get("/<name>")
@it_only
def download(name: str) -> ResponseReturnValue:
    """A backup, as a file."""
    path = parts().kit.keeping.find(name)
    if path is None:
        abort(404)
    return send_file(path, "application/octet-stream", as_attachment=True, download_name=name)


def _obey(act: Callable[[], None]) -> ResponseReturnValue:
    """Do it, then show the page, with the reason where it was refused."""
    try:
        act()
    except NotKept as refused:
        return redirect(url_for("it_backups.home", refused=refused.reason), 303)
    return redirect(url_for("it_backups.home"), 303)
