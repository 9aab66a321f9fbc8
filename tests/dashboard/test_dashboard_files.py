"""Styles, fonts, badges and codes: all from the kit, all from the design tokens."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.files import best_url
from xlab.dashboard.styles import look_css
from xlab.look import tokens
from xlab.look.animals import ANIMALS

FOLDER = Path(__file__).parents[2] / "xlab" / "dashboard"
NAMED = r"\b(black|white|red|green|blue|grey|gray|silver|gold|orange|yellow|purple|pink|brown|navy|teal)\b"


def test_every_token_is_in_the_style_sheet() -> None:
    css = look_css({})
    colours = [tokens.FOAM, tokens.FOAM_RAISED, tokens.FOAM_PRESSED, tokens.FOAM_EDGE, tokens.INK, tokens.INK_SOFT]
    colours += [tokens.INK_FAINT, tokens.PAPER, tokens.PAPER_RAISED, tokens.PAPER_INK, tokens.PAPER_INK_SOFT]
    assert all(f": {colour};" in css for colour in (*colours, *tokens.ACCENTS.values()))
    names = [f"accent-{name}" for name in tokens.ACCENTS] + [f"stage-{name}" for name in tokens.STAGE_ACCENTS]
    names += [f"type-{name}" for name in tokens.TYPE] + [f"radius-{name}" for name in tokens.RADIUS]
    names += [f"duration-{name}" for name in tokens.DURATION] + ["space", "target"]
    assert all(f"--{name}: " in css for name in names)


def test_every_property_in_use_is_a_token_or_set_beside_it(visitor: Visitor) -> None:
    look, site = visitor.get("/look.css").text, visitor.get("/static/site.css").text
    scripts = "".join(visitor.get(f"/static/{name}").text for name in ("room.js", "station.js"))
    known = set(re.findall(r"--([a-z-]+):", look + site)) | set(re.findall(r'setProperty\("--([a-z-]+)"', scripts))
    assert set(re.findall(r"var\(--([a-z-]+)", look + site)) <= known


@pytest.mark.parametrize(
    "path", sorted([*FOLDER.glob("static/*"), *FOLDER.glob("templates/*")]), ids=lambda path: path.name
)
def test_nothing_else_names_a_colour(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3}\b|#[0-9a-fA-F]{6}\b|\b(?:rgb|hsl|oklch|lab)a?\(", text)
    if path.suffix == ".css":
        assert not re.search(NAMED, re.sub(r"/\*.*?\*/|white-space|nowrap", "", text, flags=re.S))


def test_fonts_come_from_the_kit(visitor: Visitor) -> None:
    css = visitor.get("/look.css").text
    addresses = re.findall(r'url\("([^"]+)"\)', css)
    assert len(addresses) == 6, "three weights in two alphabets; build the fonts with deploy/assets.py"
    for address in addresses:
        answer = visitor.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "font/woff2")
        assert answer.data.startswith(b"wOF2")
        assert "immutable" in answer.headers["Cache-Control"]


def test_without_fonts_pages_still_have_their_look() -> None:
    assert "@font-face" not in look_css({})


def test_a_file_is_kept_while_it_is_the_same(visitor: Visitor) -> None:
    page = visitor.get("/").text
    address = re.search(r'href="(/static/site\.css\?v=[0-9a-f]+)"', page)
    assert address
    assert "immutable" in visitor.get(address[1]).headers["Cache-Control"]
    plain = visitor.get("/static/site.css?v=old")
    assert plain.headers["Cache-Control"] == "no-cache"
    again = visitor.get("/static/site.css", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "site.css/../../keys.py", "nothing.css", "%00", "README.md", ""]
)
def test_only_known_files_are_served(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/static/{name}").status_code == 404
    assert visitor.get(f"/fonts/{name}").status_code == 404


def test_every_badge_is_a_picture(visitor: Visitor) -> None:
    for animal in ANIMALS:
        for accent in tokens.ACCENTS:
            answer = visitor.get(f"/badges/{animal}-{accent}.svg")
            assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
            assert ElementTree.fromstring(answer.data).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("name", ["fox-pink", "unicorn-coral", "fox", "fox-coral-coral"])
def test_an_unknown_badge_is_no_picture(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/badges/{name}.svg").status_code == 404


def test_the_qr_code_is_a_picture_and_changes_with_the_address(visitor: Visitor, kit: FakeKit) -> None:
    first = visitor.get("/qr.svg")
    assert ElementTree.fromstring(first.data).tag == "{http://www.w3.org/2000/svg}svg"
    kit.kit_info = type(kit.kit_info)(kit="kit-7f3a", name="x", version="1", urls=("http://10.0.0.7:8080/",))
    assert visitor.get("/qr.svg", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    kit.kit_info = type(kit.kit_info)(kit="kit-7f3a", name="x", version="1")
    assert visitor.get("/qr.svg").status_code == 404


def test_the_best_address_is_one_that_phones_open() -> None:
    assert best_url(("http://[fe80::1]:80/", "http://lab.local:80/", "http://10.0.0.7:80/")) == "http://10.0.0.7:80/"
    assert best_url(("http://lab.local:80/",)) == "http://lab.local:80/"
    assert best_url(()) is None
