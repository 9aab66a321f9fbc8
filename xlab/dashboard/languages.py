"""Which language a page speaks: as switched, else as the browser asks, else English."""

from flask import Flask, Response, g, request

from xlab.look.words import LANGUAGES, Language, Words

COOKIE = "xlab-language"
_YEAR = 365 * 24 * 3600

NAMES: dict[Language, str] = {"en": "English", "fr": "Français", "de": "Deutsch"}


def init_app(app: Flask) -> None:
    """Give every request its words and templates ``t``, and keep a switch (``?lang=fr`` on any page) in a cookie."""
    app.before_request(_choose)
    app.after_request(_keep)
    app.context_processor(lambda: {"t": words(), "languages": NAMES})


def words() -> Words:
    """The words of this request's language; also where the request broke before one was chosen."""
    if "words" not in g:
        _choose()
    found: Words = g.words
    return found


def _choose() -> None:
    asked = request.args.get("lang", "")
    kept = request.cookies.get(COOKIE, "")
    g.switched = asked if asked in LANGUAGES else ""
    g.words = Words(g.switched or (kept if kept in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "en")))


def _keep(response: Response) -> Response:
    if g.get("switched"):
        response.set_cookie(COOKIE, g.switched, max_age=_YEAR, samesite="Lax", httponly=True)
    return response
