"""The page of the badges and what it asks: only for facilitators, small enough, and exact about what is wrong."""

import base64
import csv
import io

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.fakes.badges import UUID
from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.visitor import Visitor
from xlab.beacons.registry_csv import MOST_BYTES
from xlab.link import Spot

FOX = f"{UUID}/1/1"


def ask(facilitator: Visitor, what: str, **body: object) -> TestResponse:
    headers = {"X-CSRFToken": facilitator.token("/badges")}
    return facilitator.client.post(f"/api/v1/badges/{what}", json=body, headers=headers)


def file(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


@pytest.mark.parametrize("path", ["/badges", "/badges/list.csv", "/api/v1/badges"])
def test_visitors_see_none_of_it(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code in (302, 401)


def test_nobody_changes_badges_without_being_signed_in(app: Flask, kit: FakeKit) -> None:
    headers = {"Authorization": "Bearer another"}
    asked = app.test_client().post("/api/v1/badges/register", json={"identity": FOX}, headers=headers)
    assert asked.status_code == 400 and not kit.badges.registry


def test_a_command_on_the_kit_itself_may(app: Flask, kit: FakeKit) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    asked = app.test_client().post("/api/v1/badges/register", json={"identity": FOX}, headers=headers)
    assert asked.status_code == 200 and FOX in kit.badges.registry


def test_one_click_registers_and_another_takes_it_back(facilitator: Visitor, kit: FakeKit) -> None:
    kit.room_now = kit.room_now.__class__(revision=2, spots=(Spot(id="st-1", name="Window", x=0.5, y=0.5),))
    said = ask(facilitator, "register", identity=FOX).json
    assert said is not None
    assert [one["identity"] for one in said["now"]["everyone"]["beacons"]] == [FOX]
    assert said["now"]["undoable"] == 1 and said["stations"] == {"st-1": "Window"}
    assert ask(facilitator, "undo").status_code == 200 and FOX not in kit.badges.registry


def test_a_badge_becomes_a_prop_with_a_label_and_is_removed(facilitator: Visitor, kit: FakeKit) -> None:
    ask(facilitator, "register", identity=FOX, role="prop", label="  Cotton,\nraw ")
    known = kit.badges.registry.get(FOX)
    assert known is not None and (known.role, known.label) == ("prop", "Cotton, raw")
    ask(facilitator, "remove", identity=FOX)
    assert FOX not in kit.badges.registry


def test_holding_begins_with_a_role_and_ends(facilitator: Visitor, kit: FakeKit) -> None:
    ask(facilitator, "hold", on=True, role="prop", label="Zip")
    assert (kit.badges.holding.on, kit.badges.holding.role, kit.badges.holding.label) == (True, "prop", "Zip")
    ask(facilitator, "hold", on=False)
    assert not kit.badges.holding.on


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("register", {"identity": "1/7"}),
        ("register", {"identity": FOX, "role": "visitor"}),
        ("register", {"identity": FOX, "label": "x" * 41}),
        ("register", {"identity": FOX, "colour": "red"}),
        ("hold", {"role": "badge"}),
        ("import", {"data": "not base64"}),
        ("import", {}),
    ],
)
def test_what_makes_no_sense_is_refused(facilitator: Visitor, kit: FakeKit, what: str, body: dict[str, str]) -> None:
    assert ask(facilitator, what, **body).status_code == 400
    assert len(kit.badges.registry) == 0


def test_an_unknown_wish_leads_nowhere(facilitator: Visitor) -> None:
    assert ask(facilitator, "explode").status_code == 404


def test_a_list_is_judged_first_and_imported_when_it_is_confirmed(facilitator: Visitor, kit: FakeKit) -> None:
    data = file(f"uuid;major;minor\r\n{UUID};1;1\r\n{UUID};1;x\r\n")
    found = ask(facilitator, "preview", data=data).json
    assert found is not None
    assert (len(found["new"]), found["wrong"]) == (1, [{"line": 3, "reason": "minor", "said": "x"}])
    assert len(kit.badges.registry) == 0
    assert ask(facilitator, "import", data=data).status_code == 200
    assert FOX in kit.badges.registry


def test_a_whole_list_gets_through_and_a_larger_file_is_refused_in_words(facilitator: Visitor) -> None:
    assert ask(facilitator, "preview", data=file(b"major,minor\n1,1\n" + b"\n" * (MOST_BYTES - 20))).status_code == 200
    refused = ask(facilitator, "preview", data=file(b"major,minor\n" + b"\n" * MOST_BYTES))
    assert refused.status_code == 422 and refused.json is not None
    assert refused.json["error"]["code"] == "file_large" and "256 kB" in refused.json["error"]["message"]
    assert ask(facilitator, "preview", data="A" * 500_000).status_code == 413


def test_a_full_card_is_said(facilitator: Visitor, kit: FakeKit) -> None:
    kit.badges.full = True
    refused = ask(facilitator, "register", identity=FOX)
    assert refused.status_code == 409 and refused.json is not None
    assert refused.json["error"]["code"] == "refused_not_stored"


@pytest.mark.parametrize(("language", "delimiter", "face"), [("en", ",", "Snail, blue"), ("de", ";", "Schnecke, blau")])
def test_the_list_opens_in_a_spreadsheet_of_the_pages_language(
    facilitator: Visitor, kit: FakeKit, language: str, delimiter: str, face: str
) -> None:
    kit.badges.register(f"{UUID}/1/7", "badge", "")
    kit.badges.register(f"{UUID}/1/8", "prop", "=1+1")
    kit.badges.states[f"{UUID}/1/8"] = {"ago": 60.0}
    answer = facilitator.get(f"/badges/list.csv?lang={language}")
    assert answer.mimetype == "text/csv" and "badges.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=delimiter))
    assert [(row["minor"], row["role"], row["label"], row["face"]) for row in rows] == [
        ("7", "badge", "", face),
        ("8", "prop", "'=1+1", ""),
    ]
    assert rows[0]["last_heard"] == "" and rows[1]["last_heard"].startswith("2")


def test_stickers_are_one_tap_from_the_badges(facilitator: Visitor) -> None:
    assert 'href="/print#stickers"' in facilitator.get("/badges").text
    assert 'id="stickers"' in facilitator.get("/print").text
