"""The Flask app: every page, joined from the files beside this one."""

from collections.abc import Callable

from flask import Flask, Response, abort, request
from flask_wtf import CSRFProtect

from xlab.dashboard import (
    api,
    auth,
    badges,
    board,
    bundle,
    charter,
    clock,
    decisions,
    demo_api,
    demo_upload,
    demos,
    errors,
    evidence,
    files,
    how,
    it,
    it_backups,
    it_kit,
    it_logs,
    it_update,
    join,
    languages,
    lines,
    network,
    notes,
    ordering,
    packing,
    power,
    preflight,
    prints,
    radio,
    report,
    room,
    room_api,
    rounds,
    stations,
    take,
    teach,
    today,
    visit_api,
    visitors,
    wall,
)
from xlab.dashboard.guard import TOO_LARGE, most_bytes
from xlab.dashboard.headers import SECURITY
from xlab.dashboard.it_words import size
from xlab.dashboard.navigation import BELONGS, IT_PAGES, ON_PHONE, PAGES
from xlab.dashboard.parts import Parts, from_a_tool, is_it, parts, signed_in
from xlab.dashboard.ports import Kit
from xlab.dashboard.sessions import seconds_since_boot


def make_app(kit: Kit, now: Callable[[], float] = seconds_since_boot) -> Flask:
    """The pages of ``kit`` as a Flask app, without the streams; :func:`xlab.dashboard.make_asgi` has both.

    ``now`` counts seconds and never jumps; sessions and limits are timed by it.
    """
    return build(Parts.of(kit, now))


def build(shared: Parts) -> Flask:
    """The Flask app on parts that the streams use as well."""
    app = Flask("xlab.dashboard", static_folder=None)
    app.request_class = demo_upload.BundleRequest
    app.config.update(
        SECRET_KEY=shared.keys.session_key,
        # A token lives as long as its session: its own time would be wall-clock time, which jumps on a kit.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    app.session_interface = shared.sessions
    app.extensions["xlab"] = shared
    app.before_request(_refuse_large)
    csrf = CSRFProtect(app)
    # Phones have no session that could hold a token; see voters.same_site.
    csrf.exempt(visitors.pages)
    # No page of others can make a browser show the token of a tool, so there is nothing to forge.
    app.before_request(lambda: None if from_a_tool() else csrf.protect(apply_exemptions=True))
    languages.init_app(app)
    files.init_app(app)
    errors.init_app(app)
    for part in (
        auth,
        room,
        rounds,
        lines,
        join,
        take,
        today,
        charter,
        board,
        decisions,
        notes,
        report,
        visit_api,
        visitors,
        wall,
        how,
        evidence,
        badges,
        stations,
        ordering,
        prints,
        preflight,
        packing,
        power,
        bundle,
        teach,
        radio,
        network,
        clock,
        room_api,
        api,
        it,
        it_kit,
        it_backups,
        it_logs,
        it_update,
        demos,
        demo_upload,
        demo_api,
    ):
        app.register_blueprint(part.pages)
    app.after_request(_protect)
    app.context_processor(_common)
    return app


def _common() -> dict[str, object]:
    """What every page knows."""
    endpoint = request.endpoint or ""
    info = parts().kit.info()
    return {
        "kit": info,
        "card_free": size(parts().kit.machine.now().free) if info.keeps != "yes" else "",
        "signed_in": signed_in(),
        "signed_in_it": is_it(),
        "pages": PAGES,
        "on_phone": ON_PHONE,
        "belongs_to": BELONGS.get(endpoint) or BELONGS.get(endpoint.partition(".")[0], ""),
        "it_pages": IT_PAGES,
    }


def _refuse_large() -> None:
    scope = request.environ.get("asgi.scope", {})
    if scope.get(TOO_LARGE):
        abort(413)
    request.max_content_length = most_bytes(request.path)


def _protect(response: Response) -> Response:
    response.headers.update(SECURITY)
    # What a page shows is for whoever asked, now; files with a name that changes with them say otherwise themselves.
    response.headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language"))
    return response
