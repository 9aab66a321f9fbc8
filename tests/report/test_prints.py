"""Prints: the code that is on them is the address, all of it is on the sheet, and the process makes a PDF of it."""

import contextlib
import re
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import msgspec
import pytest
import segno

from xlab.look.badges import FACES
from xlab.look.words import LANGUAGES
from xlab.report.documents import FONTS
from xlab.report.prints import ACROSS, DOWN, KINDS, Piece, Place, Sheet, Sticker, page, preview, qr, tied
from xlab.report.rendering import run

JOIN = "http://192.168.4.1:8080/join"
LONG = "What would a supplier of ours have to see, every single week, to tell us early that something goes wrong?"
FULL = Sheet(
    kind="poster",
    language="en",
    kit="Lab kit <Berlin>",
    join=JOIN,
    unit="Coatings & more",
    mark="3f9a12c077de",
    places=(Place(name="One"), Place(name="By the <window>", question=LONG, demo="Warm Welcome", stage="use")),
    pieces=(Piece(name="Fox", more="coral", animal="fox", accent="coral"), *(Piece(name="Lead of 5 m <red>"),) * 60),
    stickers=tuple(Sticker(animal=a, accent=c, number=str(n)) for n, (a, c) in enumerate(FACES[:30], 1)),
)


def sheet(kind: str, language: str = "en", **changes: object) -> Sheet:
    return msgspec.structs.replace(FULL, kind=kind, language=language, **changes)


def modules(svg: str) -> list[list[int]]:
    """The code in an SVG as it would be seen: strokes one module high, from left to right, in rows."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    seen = [[0] * size for _ in range(size)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmhlv])([-0-9. ]+)", re.search(r' d="([^"]*)"', svg)[1]):
        values = [float(one) for one in numbers.replace("-", " -").split()]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            assert command == "h", command
            for at in range(round(x), round(x + values[0])):
                seen[int(y)][at] = 1
            x += values[0]
    return seen


def inflated(pdf: bytes) -> bytes:
    """What a PDF says of itself, unpacked."""
    found = []
    for packed in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return b"".join(found)


def test_the_code_is_the_address_module_by_module() -> None:
    expected = [list(row) for row in segno.make(JOIN, error="q", micro=False).matrix_iter(border=2)]
    drawn = modules(qr(JOIN))
    assert drawn == [[int(bool(one)) for one in row] for row in expected]
    assert qr(JOIN) in page(sheet("poster")) and page(sheet("signs")).count(qr(JOIN)) == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_wrote_is_on_it_and_nothing_of_it_is_code(kind: str, language: str) -> None:
    html = page(sheet(kind, language))
    assert "<Berlin>" not in html and "<window>" not in html and f'lang="{language}"' in html
    if kind == "packing":
        assert "Lead of 5 m &lt;red&gt;" in html and "<red>" not in html
    elif kind != "stickers":
        assert "Lab kit &lt;Berlin&gt;" in html and "Coatings &amp; more" in html and "3f9a 12c0 77de" in html
    assert "http://" not in html.replace("http://www.w3.org/", ""), "a document asks nobody for anything"
    ET.fromstring(preview(sheet(kind, language)))  # a picture that is not well-formed is none


def test_each_badge_has_its_sticker_and_each_station_its_sign() -> None:
    stickers, signs = page(sheet("stickers")), page(sheet("signs"))
    assert stickers.count('class="sticker"') == 30 and stickers.count('<section class="sheet">') == 2
    assert sheet("stickers").pages == 2 and ACROSS * DOWN == 24
    assert "coral · 1<" in stickers and "Fox" in stickers
    assert LONG in signs and "band use" in signs and sheet("signs").pages == 2
    assert preview(sheet("signs")).count("<section") == preview(sheet("stickers")).count("<section") == 1
    assert sheet("stickers", stickers=()).pages == 0


def test_the_packing_list_has_two_boxes_for_each_thing_and_as_many_sheets_as_it_needs() -> None:
    html = page(sheet("packing"))
    assert html.count('<div class="row"><i></i><i></i>') == 61 and sheet("packing").pages == html.count("<section") == 2
    assert preview(sheet("packing")).count('<div class="row">') == 48


def test_a_practice_says_so_and_a_card_without_a_mark_as_well() -> None:
    for kind in ("poster", "signs", "card"):
        assert "PRACTICE" in page(sheet(kind, practice=True)) and "PRACTICE" not in page(sheet(kind))
    assert "gets a mark" in page(sheet("card", mark=""))


def test_a_line_begins_with_no_sign_that_belongs_to_the_word_before() -> None:
    assert tied("Quand ? À 1 % : « oui »") == "Quand\u00a0? À 1\u00a0%\u00a0: «\u00a0oui\u00a0»"


def test_a_process_of_its_own_makes_a_pdf_of_as_many_sheets_as_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_DEBUG", "files")
    monkeypatch.setenv("LD_DEBUG_OUTPUT", str(tmp_path / "said"))
    for kind in ("signs", "packing"):
        pdf, why = run("xlab.report.prints_process", [], msgspec.json.encode(sheet(kind)))
        assert pdf is not None, why
        assert pdf.startswith(b"%PDF-")
        assert f"/Count {sheet(kind).pages}".encode() in inflated(pdf)
    # Its threads may still run as the process ends: what they run in stays in memory.
    told = [said for path in tmp_path.iterdir() if FONTS in (said := path.read_text())]
    assert len(told) == 2 and not any(re.search(rf"{FONTS} .*destroying link map", said) for said in told)
    nothing, why = run("xlab.report.prints_process", [], b"{")
    assert nothing is None and "status 1" in why


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_print_says_which_wifi_it_is_for(language):
    for kind in ("poster", "signs"):
        own = page(sheet(kind, language, wifi="Lab <kit>", password="mola-kefi", code="WIFI:T:WPA;S:Lab;P:mola-kefi;;"))
        assert "Lab &lt;kit&gt;" in own and "mola-kefi" in own
        assert "Café &amp; Bar" in page(sheet(kind, language, network="Café & Bar"))
    assert page(sheet("poster", language, wifi="Lab", password="p", code="WIFI:;;")).count('class="code"') == 2
