"""What pages are made of: styles, scripts, fonts, badges, the icon, the QR code. All of it comes from the kit itself.

A file's address carries a hash of its content, so a browser may keep it for good and still never shows an old one.
"""

import gzip
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

from xlab.dashboard.parts import parts
from xlab.dashboard.styles import look_css
from xlab.look import tokens
from xlab.look.animals import ANIMALS
from xlab.look.fonts_at import FOLDER as FONTS
from xlab.look.svg import badge_svg

_TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
_FONT: Final = re.compile(r"noto-sans-(latin|latin-ext)-(400|600|700)-normal\.woff2")
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_VENDOR: Final = Path(__file__).parent / "vendor"
"""What deploy/assets.py copied from npm packages; empty in a checkout whose browser parts are not built."""

_DRAWS: Final = ("uplot.js", "uplot.css", "vega.js", "vega-lite.js", "vega-embed.js", "vega-interpreter.js")
CHARTS: Final = tuple(_VENDOR / name for name in _DRAWS)
"""What draws the signal of a badge, and the charts of a report: built by ``deploy/assets.py``, as the fonts are."""

_AN_HOUR: Final = "public, max-age=3600"
_ICON: Final = ("whale", "sky")

Pool = Mapping[str, tuple[bytes, str]]


def init_app(app: Flask) -> None:
    """Read the files once (they are small) and serve them; templates get ``asset(path)``."""
    pool = _pool()

    def asset(path: str) -> str:
        return f"{path}?v={pool[path][1]}"

    app.jinja_env.globals.update(asset=asset, has_asset=pool.__contains__, theme_colour=tokens.FOAM)

    @app.get("/look.css")
    @app.get("/icon.svg")
    @app.get("/static/<name>")
    @app.get("/fonts/<name>")
    @app.get("/vendor/<name>")
    def file(name: str = "") -> WebResponse:
        if request.path not in pool:
            abort(404)
        return _file(*pool[request.path])

    app.add_url_rule("/badges/<animal>-<accent>.svg", view_func=badge)
    app.add_url_rule("/qr.svg", view_func=qr)


def badge(animal: str, accent: str) -> WebResponse:
    """A badge's face as a picture."""
    if animal not in ANIMALS or accent not in tokens.ACCENTS:
        abort(404)
    return _picture(badge_svg(animal, accent), _AN_HOUR)


def qr() -> WebResponse:
    """The kit's address as a QR code, for phones in the room."""
    return qr_of(best_url(parts().kit.info().urls))


def qr_of(address: str | None) -> WebResponse:
    """An address as a QR code; there is none where the kit is on no network."""
    if address is None:
        abort(404)
    drawing = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawing, kind="svg", border=2, dark=tokens.PAPER_INK, light=tokens.PAPER, omitsize=True, xmldecl=False)
    return _picture(drawing.getvalue().decode(), _ASK_AGAIN)


def best_url(urls: tuple[str, ...]) -> str | None:
    """The address that most phones can open: the first with a plain IPv4 address, else the first."""
    plain = [url for url in urls if re.fullmatch(r"[0-9.]+", urlsplit(url).hostname or "")]
    return next(iter([*plain, *urls]), None)


def _pool() -> Pool:
    """Every fixed file by its path, with its hash."""
    pool: dict[str, tuple[bytes, str]] = {}
    fonts: dict[tuple[int, str], str] = {}
    # Without the fonts (a checkout whose browser parts are not built) pages use the device's own.
    for path in sorted(FONTS.glob("*.woff2")):
        if match := _FONT.fullmatch(path.name):
            kept = _hashed(path.read_bytes())
            pool[f"/fonts/{path.name}"] = kept
            fonts[int(match[2]), match[1]] = f"/fonts/{path.name}?v={kept[1]}"
    for path in sorted([*_VENDOR.glob("*.js"), *_VENDOR.glob("*.css")]):
        pool[f"/vendor/{path.name}"] = _hashed(path.read_bytes())
    for item in package_files("xlab.dashboard").joinpath("static").iterdir():
        if item.is_file() and item.name.rpartition(".")[2] in _TYPES:
            pool[f"/static/{item.name}"] = _hashed(item.read_bytes())
    pool["/look.css"] = _hashed(look_css(fonts).encode())
    pool["/icon.svg"] = _hashed(badge_svg(*_ICON).encode())
    return pool


@cache
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _hashed(content: bytes) -> tuple[bytes, str]:
    return content, hashlib.sha256(content).hexdigest()[:16]


def _file(content: bytes, digest: str) -> WebResponse:
    mimetype = _TYPES[request.path.rpartition(".")[2]]
    # Fonts are packed already. A room of phones shares one radio: what is text goes out at a third of its size.
    packed = mimetype.startswith("text/") and request.accept_encodings.quality("gzip") > 0
    response = Response(_packed(content) if packed else content, mimetype=mimetype)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if mimetype.startswith("text/"):
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _FOR_GOOD if request.args.get("v") == digest else _ASK_AGAIN
    response.set_etag(f"{digest}-gzip" if packed else digest)
    return response.make_conditional(request)


def _picture(svg: str, caching: str) -> WebResponse:
    content, digest = _hashed(svg.encode())
    response = Response(content, mimetype=_TYPES["svg"])
    response.headers["Cache-Control"] = caching
    response.set_etag(digest)
    return response.make_conditional(request)
