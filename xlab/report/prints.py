"""What a facilitator prints before a visit: poster with the code to join, signs, stickers, table card, markers.

Each is a sheet of A4 in one language, made of the same pieces as the screens: the foam of the box, the animals of the
badges, one family of letters. Pure but for the fonts.
"""

import io
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Final, Literal, TypeVar, get_args

import msgspec
import segno
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from xlab.events.rounds import Language
from xlab.events.visits import SupplyStage
from xlab.look import tokens
from xlab.look.svg import badge_svg
from xlab.look.words import Words
from xlab.methods.markers import ACROSS as CELLS
from xlab.methods.markers import LARGE, SMALL, dark
from xlab.report.faces import beyond, embedded

T = TypeVar("T")

Kind = Literal["poster", "signs", "stickers", "card", "markers", "packing"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

ACROSS: Final = 4
DOWN: Final = 6
"""Stickers on a sheet. One is 40 by 44 mm: as large as the usual beacon, so that it covers what was printed on it."""

ROWS: Final = 24
"""Lines of a column of the packing list, of which a sheet has two."""

CASE: Final = ("fox-coral", "owl-amber", "turtle-leaf", "whale-sky", "hare-violet")
"""The animals that lie in the open box on poster and signs: one of each accent."""

A4: Final = (794, 1123)
"""Pixels of an upright sheet as browsers count them, 96 to an inch."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A station for a sign: what it is called, and the question of the one demo it shows, if it shows one."""

    name: str
    question: str = ""
    demo: str = ""
    stage: SupplyStage | None = None


class Sticker(msgspec.Struct, frozen=True, kw_only=True):
    """A badge of the kit; ``number`` is the one that its maker gave it."""

    animal: str
    accent: str
    number: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of the packing list; what has a face is drawn with it."""

    name: str
    more: str = ""
    animal: str = ""
    accent: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """All that is on a print.

    ``join`` is where phones join, once they are in the kit's own Wi-Fi called ``wifi``, if it is open: ``password`` and
    ``code``, what a phone scans for it, last as long as the kit; or in the venue's called ``network``. ``mark`` is the
    beginning of the charter's SHA-256, or empty.
    """

    kind: Kind
    language: Language
    kit: str
    join: str = ""
    wifi: str = ""
    password: str = ""
    code: str = ""
    network: str = ""
    unit: str = ""
    mark: str = ""
    practice: bool = False
    places: tuple[Place, ...] = ()
    stickers: tuple[Sticker, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether the sheet lies."""
        return self.kind == "signs"

    @property
    def pages(self) -> int:
        """Sheets of paper."""
        if self.kind == "signs":
            return len(self.places)
        if self.kind == "packing":
            return -(-len(self.pieces) // (2 * ROWS))
        return -(-len(self.stickers) // (ACROSS * DOWN)) if self.kind == "stickers" else 1


def page(sheet: Sheet) -> str:
    """The whole print as one page of HTML that needs nothing else."""
    style = Markup(_style(sheet))  # noqa: S704 - made of tokens and our own files
    return _drawn(sheet, style=style, body=Markup(_body(sheet)))  # noqa: S704 - escaped where it was made


def preview(sheet: Sheet) -> str:
    """The first sheet of it as one picture, for a page to show. The letters are those of the device, but for ours."""
    width, height = A4[::-1] if sheet.wide else A4
    style = f"<style>{_style(sheet)}</style>"
    html = (
        f'<div xmlns="http://www.w3.org/1999/xhtml" class="root {sheet.kind}">{style}{_body(sheet, first=True)}</div>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<foreignObject width="{width}" height="{height}">{html}</foreignObject></svg>'
    )


def qr(address: str) -> str:
    """An address, or a Wi-Fi, as an SVG with its quiet zone. Level Q: paper is handled, and pens are near."""
    drawing = io.BytesIO()
    # What is no ASCII, as a Wi-Fi's name, is UTF-8 to a phone, which the code itself cannot say.
    code = segno.make(address, error="q", micro=False, encoding=None if address.isascii() else "utf-8")
    code.save(drawing, kind="svg", border=2, dark=tokens.PAPER_INK, light=None, omitsize=True, xmldecl=False)
    return drawing.getvalue().decode()


def marker(number: int) -> str:
    """A marker as an SVG of cells, without the white rim that it needs around it. Raises ValueError for an unknown id.

    White runs are drawn along rows and again along columns: no printer then shows a seam between two cells.
    """
    rows = dark(number)
    light = [f"M{left} {at}h{end - left}v1h{left - end}z" for at, row in enumerate(rows) for left, end in _runs(row)]
    columns = list(zip(*rows, strict=True))
    light += [f"M{at} {top}h1v{end - top}h-1z" for at, row in enumerate(columns) for top, end in _runs(row)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CELLS} {CELLS}" aria-hidden="true">'
        f'<rect width="{CELLS}" height="{CELLS}" fill="{tokens.PAPER_INK}"/>'
        f'<path d="{"".join(light)}" fill="{tokens.PAPER_RAISED}"/></svg>'
    )


def _runs(cells: Sequence[bool]) -> list[tuple[int, int]]:
    """Where white begins and ends along a row."""
    edges = [at for at in range(1, len(cells)) if cells[at] != cells[at - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def tied(text: str) -> str:
    """A text in which no line begins with a sign that belongs to the word before it, as French writes them."""
    return re.sub(r" (?=[?!:;%»])|(?<=«) ", "\u00a0", text)


def _drawn(sheet: Sheet, **more: object) -> str:
    return _environment().get_template("prints.html").render(sheet=sheet, **more)


def _body(sheet: Sheet, *, first: bool = False) -> str:
    words = Words(sheet.language)
    return (
        _environment()
        .get_template(f"print_{sheet.kind}.html")
        .render(
            sheet=sheet,
            first=first,
            say=lambda key, **values: tied(words(f"print.{key}", **values)),
            tied=tied,
            animal=lambda one: words(f"dashboard.animal_{one.animal}"),
            colour=lambda one: words(f"dashboard.accent_{one.accent}"),
            qr=Markup(qr(sheet.join)) if sheet.join else "",  # noqa: S704 - our own drawing
            wifi=Markup(qr(sheet.code)) if sheet.code else "",  # noqa: S704 - our own drawing
            net=lambda key, **values: tied(words(f"network.{key}", **values)),
            badge=lambda animal, accent: Markup(badge_svg(animal, accent)),  # noqa: S704 - our own drawing
            case=[tuple(one.split("-")) for one in CASE],
            grouped=_grouped,
            typed=_typed(sheet.join),
            sheets=_sheets(sheet.stickers, ACROSS * DOWN),
            lists=_sheets(sheet.pieces, 2 * ROWS),
            marker=lambda one: Markup(marker(one.id)),  # noqa: S704 - our own drawing
            large=LARGE,
            small=SMALL,
            cells=CELLS,
            across=ACROSS,
            down=DOWN,
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("xlab.report"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sheets(things: Sequence[T], fit: int) -> list[Sequence[T]]:
    return [things[at : at + fit] for at in range(0, len(things), fit)]


def _grouped(mark: str) -> str:
    """The mark in groups of four, which people can compare."""
    return " ".join(mark[at : at + 4] for at in range(0, len(mark), 4))


def _typed(address: str) -> Markup:
    """An address as people type it, breaking only where they would pause."""
    plain = re.sub(r"^https?://", "", address).rstrip("/")
    return Markup("<wbr/>").join(re.split(r"(?<=[/:.])(?=[a-z])", plain))


def _style(sheet: Sheet) -> str:
    values = {
        "ink": tokens.PAPER_INK,
        "soft": tokens.PAPER_INK_SOFT,
        "sheet": tokens.PAPER_RAISED,
        "paper": tokens.PAPER,
        "foam": tokens.FOAM,
        "hole": tokens.FOAM_PRESSED,
        "edge": tokens.FOAM_EDGE,
        "light": tokens.INK,
    }
    values |= {f"stage-{stage}": tokens.ACCENTS[accent] for stage, accent in tokens.STAGE_ACCENTS.items()}
    root = "".join(f"--{name}: {value};" for name, value in values.items())
    text = files("xlab.report").joinpath("templates", "prints.css").read_text("utf-8")
    size = "A4 landscape" if sheet.wide else "A4"
    fonts = embedded(more=beyond(msgspec.json.encode(sheet).decode()))
    return f"{fonts}:root, .root {{{root}}}\n@page {{ size: {size}; margin: 0; }}\n{text}"
