"""What pages are made of: styles, scripts, fonts, badges, the icon, the QR code. All of it comes from the kit."""

import hashlib
import io
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import segno
from flask import Flask, Response, abort, request
from werkzeug.wrappers import Response as WebResponse

from xlab.dashboard.fixed import TYPES, Fixed
from xlab.dashboard.parts import parts
from xlab.dashboard.styles import look_css
from xlab.link import KitInfo
from xlab.look import tokens
from xlab.look.animals import ANIMALS
from xlab.look.fonts_at import FOLDER as FONTS
from xlab.look.fonts_at import font_file
from xlab.look.svg import badge_svg

_FONT: Final = re.compile(r"noto-sans-(latin|latin-ext)-(400|600|700)-normal\.woff2")
_ASK_AGAIN: Final = "no-cache"
VENDOR: Final = Path(__file__).parent / "vendor"
"""What deploy/assets.py copied from npm packages; empty in a checkout whose browser parts are not built."""

_DRAWS: Final = ("uplot.js", "uplot.css", "vega.js", "vega-lite.js", "vega-embed.js", "vega-interpreter.js")
CHARTS: Final = tuple(VENDOR / name for name in _DRAWS)
"""What draws the signal of a badge, and the charts of a report: built by ``deploy/assets.py``, as the fonts are."""

_AN_HOUR: Final = "public, max-age=3600"
_ICON: Final = ("whale", "sky")

Pool = Mapping[str, Fixed]


def needed() -> list[Path]:
    """All that has to be built before screens and pages look right: fonts of both kinds, and :data:`CHARTS`."""
    # Screens read .woff, browsers the smaller .woff2.
    fonts = [font_file(weight, subset) for weight in (400, 600, 700) for subset in ("latin", "latin-ext")]
    return [*fonts, *(font.with_suffix(".woff2") for font in fonts), *CHARTS]


def init_app(app: Flask) -> None:
    """Serve the files with the pages, where nothing did so before them; templates get ``asset(path)``."""
    pool = fixed_files()

    def asset(path: str) -> str:
        return f"{path}?v={pool[path].digest}"

    app.jinja_env.globals.update(asset=asset, has_asset=pool.__contains__, theme_colour=tokens.FOAM)

    @app.get("/look.css")
    @app.get("/icon.svg")
    @app.get("/static/<name>")
    @app.get("/fonts/<name>")
    @app.get("/vendor/<name>")
    def file(name: str = "") -> WebResponse:
        if request.path not in pool:
            abort(404)
        query, known = request.query_string.decode("latin-1"), request.headers.get("If-None-Match", "")
        status, headers, body = pool[request.path].answer(query, known, request.headers.get("Accept-Encoding", ""))
        return Response(body, status, headers)

    app.add_url_rule("/badges/<animal>-<accent>.svg", view_func=badge)
    app.add_url_rule("/qr.svg", view_func=qr)


def badge(animal: str, accent: str) -> WebResponse:
    """A badge's face as a picture."""
    if animal not in ANIMALS or accent not in tokens.ACCENTS:
        abort(404)
    return _picture(badge_svg(animal, accent), _AN_HOUR)


def qr() -> WebResponse:
    """The kit's address as a QR code, for phones in the room."""
    return qr_of(address_of(parts().kit.info()))


def qr_of(address: str | None) -> WebResponse:
    """An address, or a Wi-Fi to join, as a QR code; there is none where the kit is on no network."""
    if address is None:
        abort(404)
    drawing = io.BytesIO()
    # What is no ASCII, as a Wi-Fi's name, is UTF-8 to a phone, which the code itself cannot say.
    code = segno.make(address, error="m", micro=False, encoding=None if address.isascii() else "utf-8")
    code.save(drawing, kind="svg", border=2, dark=tokens.PAPER_INK, light=tokens.PAPER, omitsize=True, xmldecl=False)
    return _picture(drawing.getvalue().decode(), _ASK_AGAIN)


def address_of(info: KitInfo) -> str | None:
    """The kit's address for phones: in its own Wi-Fi while that is open, else :func:`best_url`."""
    own = info.network.own if info.network is not None else None
    return (own.url if own is not None else "") or best_url(info.urls)


def best_url(urls: tuple[str, ...]) -> str | None:
    """The address that most phones can open: the first with a plain IPv4 address, else the first."""
    plain = [url for url in urls if re.fullmatch(r"[0-9.]+", urlsplit(url).hostname or "")]
    return next(iter([*plain, *urls]), None)


@cache
def fixed_files() -> Pool:
    """Every fixed file by its path; read once, they are small."""
    pool: dict[str, Fixed] = {}
    fonts: dict[tuple[int, str], str] = {}
    # Without the fonts (a checkout whose browser parts are not built) pages use the device's own.
    for path in sorted(FONTS.glob("*.woff2")):
        if match := _FONT.fullmatch(path.name):
            kept = pool[f"/fonts/{path.name}"] = Fixed("woff2", path.read_bytes())
            fonts[int(match[2]), match[1]] = f"/fonts/{path.name}?v={kept.digest}"
    for path in sorted([*VENDOR.glob("*.js"), *VENDOR.glob("*.css")]):
        pool[f"/vendor/{path.name}"] = Fixed(path.suffix[1:], path.read_bytes())
    for item in package_files("xlab.dashboard").joinpath("static").iterdir():
        if item.is_file() and (kind := item.name.rpartition(".")[2]) in TYPES:
            pool[f"/static/{item.name}"] = Fixed(kind, item.read_bytes())
    pool["/look.css"] = Fixed("css", look_css(fonts).encode())
    pool["/icon.svg"] = Fixed("svg", badge_svg(*_ICON).encode())
    return pool


def _picture(svg: str, caching: str) -> WebResponse:
    response = Response(svg.encode(), mimetype=TYPES["svg"])
    response.headers["Cache-Control"] = caching
    response.set_etag(hashlib.sha256(svg.encode()).hexdigest()[:16])
    return response.make_conditional(request)
