"""The page of prints: each sheet as it will look, a PDF made aside, and a plain word where something is missing."""

import re
from pathlib import Path

import pytest
from msgspec import structs

from tests.fakes.badge import UUID
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from tests.waiting import until
from xlab.beacons.muster import Muster, Mustered
from xlab.dashboard import prints
from xlab.dashboard.ports import BadgesNow
from xlab.link import Face, VisitInfo
from xlab.look.words import LANGUAGES, table
from xlab.report.prints import KINDS

SOURCES = Path(prints.__file__).parents[1]


@pytest.fixture
def stocked(kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> FakeKit:
    """A kit with two badges of two groups of numbers, in an open visit."""
    badges = (
        Mustered(identity=f"{UUID}/1/7", face=Face("fox", "coral")),
        Mustered(identity=f"{UUID}/2/7", face=Face("owl", "amber")),
        Mustered(identity=f"{UUID}/1/9", role="prop", label="Cotton, raw"),
    )
    monkeypatch.setattr(kit.badges, "now", lambda: BadgesNow(everyone=Muster(beacons=badges)))
    visit = VisitInfo(visit="v", state="open", unit="Coatings", charter="3f9a12c077de")
    kit.kit_info = structs.replace(kit.kit_info, visit=visit)
    return kit


def part(page: str, name: str) -> str:
    found = re.search(rf'<(div|form)[^>]* id="{name}".*?</\1>', page, re.DOTALL)
    assert found
    return found[0]


def test_only_facilitators_print(visitor: Visitor, stocked: FakeKit) -> None:
    for path in ("/print", "/print/poster-en.pdf", "/print/poster-en.svg"):
        assert visitor.get(path).status_code == 302
    assert visitor.client.post("/print/poster").status_code == 400


def test_a_pdf_is_made_aside_and_made_again_when_the_kit_changed(facilitator: Visitor, stocked: FakeKit) -> None:
    assert facilitator.get("/print/card-de.pdf").status_code == 404
    make = {"csrf_token": facilitator.token("/print"), "in": "de"}
    assert facilitator.client.post("/print/card", data=make).headers["Location"] == "/print?in=de"
    until(lambda: "/print/card-de.pdf" in part(facilitator.get("/print?in=de").text, "state-card"))
    made = facilitator.get("/print/card-de.pdf")
    assert made.data.startswith(b"%PDF-") and made.mimetype == "application/pdf"
    assert "<button" not in part(facilitator.get("/print?in=de").text, "make-card")
    visit = structs.replace(stocked.kit_info.visit, charter="000000000000")
    stocked.kit_info = structs.replace(stocked.kit_info, visit=visit)
    assert "<button" in part(facilitator.get("/print?in=de").text, "make-card")


def test_pictures_show_what_the_kit_has(facilitator: Visitor, stocked: FakeKit) -> None:
    stickers = facilitator.get("/print/stickers-fr.svg")
    assert stickers.mimetype == "image/svg+xml"
    assert "1-7" in stickers.text and "2-7" in stickers.text and "Cotton" not in stickers.text
    assert UUID not in stickers.text
    assert "3f9a 12c0 77de" in facilitator.get("/print/card-en.svg").text
    assert "192.168.4.1:8080" in re.sub("<wbr/?>", "", facilitator.get("/print/signs-en.svg").text)
    for path in ("/print/%3Cb%3E-en.svg", "/print/card-xx.svg", "/print/card-xx.pdf"):
        assert facilitator.get(path).status_code == 404


def test_what_is_missing_is_said(facilitator: Visitor, kit: FakeKit) -> None:
    kit.kit_info = structs.replace(kit.kit_info, urls=())
    page = facilitator.get("/print").text
    assert "no network" in part(page, "state-poster") and "No badge" in part(page, "state-stickers")
    assert "no mark yet" in part(page, "state-card")
    assert "<button" not in part(page, "make-poster") and "<button" in part(page, "make-card")
    facilitator.client.post("/print/poster", data={"csrf_token": facilitator.token("/print"), "in": "en"})
    assert facilitator.get("/print/stickers-en.svg").status_code == 404


def test_a_process_that_fails_is_said(facilitator: Visitor, stocked: FakeKit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "run", lambda *_: (None, "It broke."))
    facilitator.client.post("/print/card", data={"csrf_token": facilitator.token("/print"), "in": "en"})
    until(lambda: "could not be made" in part(facilitator.get("/print?in=en").text, "state-card"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(facilitator: Visitor, stocked: FakeKit, language: str) -> None:
    page = facilitator.get(f"/print?lang={language}&in={language}").text
    assert all(f'id="{kind}"' in page for kind in KINDS)
    assert table("print", language).keys() == table("print", "en").keys()


def test_every_word_is_used() -> None:
    files = [SOURCES / "dashboard", SOURCES / "report"]
    text = "".join(
        path.read_text("utf-8") for folder in files for path in [*folder.glob("*.py"), *folder.rglob("*.html")]
    )
    named = set(re.findall(r"print\.([a-z_]+)", text)) | set(re.findall(r'say\("([a-z_]+)"', text))
    named |= set(KINDS) | {f"{kind}_body" for kind in KINDS} | set(re.findall(r'"(no_[a-z]+)"', text))
    assert set(table("print", "en")) - named == set()
