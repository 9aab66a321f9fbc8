"""IT's pages of the demos: what they say, and what each button asks of the kit."""

import msgspec
import pytest
from flask import Flask

from tests.fakes.kit import FakeKit
from tests.fakes.library import DROPPED, EVERYTHING, OFFER, PRESS, REPORT
from tests.fakes.visitor import Visitor
from xlab.dashboard.demo_api import OPERATIONS
from xlab.dashboard.ports.demos import DemoNow, DemosNow, Offer


@pytest.fixture(autouse=True)
def shown(kit: FakeKit) -> None:
    kit.demos.shown = EVERYTHING


def do(browser: Visitor, operation: str, **fields: str):
    fields["csrf_token"] = browser.token("/it/demos")
    return browser.client.post(f"/it/demos/do/{operation}", data=fields)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("1 of 3 on, 1 out of order", "Taken out of use", "Install Water Path 2.0.0?", "camera", "Signed by")),
        ("fr", ("1 sur 3 actives, 1 hors service", "Mise à l’écart", "Installer Water Path 2.0.0", "caméra")),
        ("de", ("1 von 3 an, 1 außer Betrieb", "Aus dem Verkehr gezogen", "Water Path 2.0.0 installieren?", "Kamera")),
    ],
)
def test_the_list_says_how_each_demo_stands(it_staff: Visitor, language: str, said: tuple[str, ...]) -> None:
    text = it_staff.get(f"/it/demos?lang={language}").text
    for words in (*said, "It failed 3 times in a row.", "Studio Nord", "ab12 ab12", "install bubblewrap", "numpy"):
        assert words in text


def test_a_demo_that_cannot_be_read_is_listed_all_the_same(it_staff: Visitor, kit: FakeKit) -> None:
    odd = DemoNow(demo="<odd>", standing="bad", door="dropped", reason="Its <b>demo.toml</b> is missing.")
    broken = Offer(id="o2", file="<x>.xlabdemo", source="upload", problem="It is no demo bundle.")
    kit.demos.shown = DemosNow(demos=(odd,), offers=(broken,))
    text = it_staff.get("/it/demos").text
    assert "Its &lt;b&gt;demo.toml&lt;/b&gt; is missing." in text and "&lt;x&gt;.xlabdemo cannot be installed" in text
    assert it_staff.get("/it/demos/<odd>").status_code == 200
    assert it_staff.get("/it/demos/nowhere").status_code == 404


FIELDS = {"demo": PRESS.demo, "on": "false", "digest": DROPPED.digest, "offer": OFFER.id, "seal": OFFER.seal}


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("switch", ("switch", PRESS.demo, False)),
        ("approve", ("approve", PRESS.demo, DROPPED.digest)),
        ("refuse", ("refuse", PRESS.demo, DROPPED.digest)),
        ("release", ("release", PRESS.demo)),
        ("accept", ("accept", OFFER.id, OFFER.seal)),
        ("decline", ("decline", OFFER.id)),
        ("rollback", ("rollback", PRESS.demo)),
        ("remove", ("remove", PRESS.demo)),
        ("check", ("check", PRESS.demo)),
    ],
)
def test_each_button_asks_for_its_own_thing(
    it_staff: Visitor, kit: FakeKit, operation: str, asked: tuple[object, ...]
) -> None:
    assert do(it_staff, operation, **FIELDS).status_code == 303
    assert kit.demos.asked == [asked]
    body = {name: FIELDS[name] for name in OPERATIONS[operation][1].__struct_fields__}
    body |= {"on": False} if "on" in body else {}
    headers = {"X-CSRFToken": it_staff.token("/it/demos")}
    answer = it_staff.client.post(f"/api/v1/demos/{operation}", json=body, headers=headers)
    assert msgspec.json.decode(answer.data, type=DemosNow) == kit.demos.shown
    assert kit.demos.asked == [asked, asked]


@pytest.mark.parametrize("fields", [{"demo": ""}, {"on": "perhaps"}, {"digest": "3fa2"}, {"digest": "Z" * 64}])
def test_what_is_no_order_is_asked_of_nobody(it_staff: Visitor, kit: FakeKit, fields: dict[str, str]) -> None:
    operation = "approve" if "digest" in fields else "switch"
    assert do(it_staff, operation, **{**FIELDS, **fields}).status_code == 400
    assert do(it_staff, "format", **FIELDS).status_code == 404
    assert kit.demos.asked == []


def test_why_something_is_refused_is_said_on_the_page_it_was_asked_from(it_staff: Visitor, kit: FakeKit) -> None:
    kit.demos.refusal = "Its files changed since they were shown. Look at it again."
    for back, also in (("", "Demos"), (PRESS.demo, "Last runs")):
        answer = do(it_staff, "approve", back=back, **FIELDS)
        assert answer.status_code == 409 and kit.demos.refusal in answer.text and also in answer.text
    headers = {"X-CSRFToken": it_staff.token("/it/demos")}
    answer = it_staff.client.post("/api/v1/demos/check", json={"demo": "hello"}, headers=headers)
    assert (answer.status_code, answer.json["error"]["message"]) == (409, kit.demos.refusal)


def test_a_facilitator_changes_nothing(facilitator: Visitor, kit: FakeKit) -> None:
    headers = {"X-CSRFToken": facilitator.token("/pin")}
    assert facilitator.client.post("/it/demos/do/remove", data=FIELDS, headers=headers).status_code == 302
    assert facilitator.client.post("/api/v1/demos/remove", json=FIELDS, headers=headers).status_code == 401
    assert facilitator.get("/it/demos").location == "/it/sign-in?next=/it/demos"
    assert kit.demos.asked == []


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ("up shelf-life", ("pattern-press", "shelf-life", "night-shift")),
        ("down pattern-press", ("night-shift", "pattern-press", "shelf-life")),
        ("up pattern-press", ("pattern-press", "night-shift", "shelf-life")),
        ("", ("pattern-press", "night-shift", "shelf-life")),
    ],
)
def test_a_demo_moves_by_one_place(it_staff: Visitor, kit: FakeKit, moved: str, order: tuple[str, ...]) -> None:
    form = {"csrf_token": it_staff.token("/it/demos?order=1"), "order": "pattern-press night-shift shelf-life"}
    assert it_staff.client.post("/it/demos/move", data={**form, "move": moved}).status_code == 303
    assert kit.demos.asked == [("order", *order)]


def test_only_stations_whose_choice_changed_are_told(it_staff: Visitor, kit: FakeKit) -> None:
    form = {
        "csrf_token": it_staff.token("/it/demos"),
        "station": ["st-1", "st-2"],
        "all st-1": "on",
        "shows st-2": ["pattern-press"],
    }
    it_staff.client.post("/it/demos/choose", data=form)
    assert kit.demos.asked == []
    it_staff.client.post("/it/demos/choose", data={**form, "all st-2": "on", "all st-1": [], "shows st-1": []})
    assert kit.demos.asked == [("choose", "st-1", ()), ("choose", "st-2", None)]


def test_a_run_that_failed_is_told_whole(it_staff: Visitor, visitor: Visitor) -> None:
    assert "/it/demos/pattern-press/runs/run-8" in it_staff.get("/it/demos/pattern-press").text
    text = it_staff.get("/it/demos/pattern-press/runs/run-8").text
    assert "Crashed" in text and "line 41, in update" in text
    picture = it_staff.get("/it/demos/pattern-press/runs/run-8/picture.jpg")
    assert (picture.mimetype, picture.data) == ("image/jpeg", REPORT.picture)
    assert it_staff.get("/it/demos/pattern-press/runs/run-1").status_code == 404
    assert it_staff.get("/api/v1/demos/reports/run-8").json["text"] == REPORT.text
    assert visitor.get("/it/demos/pattern-press/runs/run-8/picture.jpg").status_code == 302


def test_a_new_version_says_what_it_wants_beyond_the_old(it_staff: Visitor, kit: FakeKit, app: Flask) -> None:
    assert PRESS.manifest is not None
    offer = msgspec.structs.replace(
        OFFER,
        manifest=msgspec.structs.replace(PRESS.manifest, version="2.0.0"),
        replaces="1.2.0",
        uses=("touch", "network"),
    )
    kit.demos.shown = msgspec.structs.replace(EVERYTHING, offers=(offer,))
    text = " ".join(it_staff.get("/it/demos").text.split())
    assert "<strong>New in this version:</strong> network</p>" in text and "replaces version 1.2.0" in text


def test_what_people_meet_most_is_refused_in_their_own_words(it_staff: Visitor, kit: FakeKit) -> None:
    it_staff.get("/it/demos?lang=fr")
    kit.demos.refusal, kit.demos.refusal_key = "The kit's card did not take it in.", "not_stored"
    answer = do(it_staff, "approve", **FIELDS)
    assert answer.status_code == 409 and "La carte du kit ne l’a pas pris." in answer.text
    kit.demos.refusal, kit.demos.refusal_key = "It has no manifest.", ""
    answer = do(it_staff, "approve", **FIELDS)
    assert '<span lang="en">It has no manifest.</span>' in answer.text
