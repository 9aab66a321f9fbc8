"""IT's page of the kit: how it is, what is set, and what is refused."""

from pathlib import Path

import msgspec

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.machine import Finding
from xlab.look.saying import Say
from xlab.settings import Settings

FORM = {
    "kit_name": "Blue box",
    "station_name": "Station 1",
    "language": "de",
    "idle_seconds": "60",
    "beacon_uuids": "E2C56DB5-DFFB-48D2-B060-D0F5A71096E0\n11111111-2222-3333-4444-555555555555",
}


def test_what_needs_somebody_stands_in_front_and_numbers_are_told_as_people_do(it_staff: Visitor, kit: FakeKit) -> None:
    well = it_staff.get("/it/kit").text
    assert "All is well." in well and "21.4\xa0GB" in well and "26 hours" in well
    kit.machine.found = (
        Finding(area="disk", ok=False, key="preflight.disk_full", values={"free": 0.1}),
        Finding(area="display", ok=None, key="preflight.display_none"),
    )
    kit.machine.state = msgspec.structs.replace(kit.machine.state, celsius=None, size=0, memory=0)
    page = it_staff.get("/it/kit?lang=fr").text
    assert "2 points à regarder." in page and "21,4\xa0Go" in page
    assert "Faites de la place maintenant" in page and "Aucun écran n’est branché" in page
    assert "Free some space" not in page


def test_what_is_set_is_written_whole_and_waits_for_the_next_start(it_staff: Visitor, kit: FakeKit) -> None:
    answer = it_staff.post("/it/kit", **FORM)
    assert answer.status_code == 303
    assert kit.machine.written == {
        "kit_name": "Blue box",
        "station_name": "Station 1",
        "language": "de",
        "idle_seconds": 60.0,
        "reduced_motion": False,
        "beacon_uuids": ("e2c56db5-dffb-48d2-b060-d0f5a71096e0", "11111111-2222-3333-4444-555555555555"),
    }
    page = it_staff.get(answer.location).text
    assert "Saved." in page and "waits for the next start" in page


def test_all_that_is_wrong_is_said_at_once_and_what_was_typed_stays(it_staff: Visitor, kit: FakeKit) -> None:
    answer = it_staff.post(
        "/it/kit", **FORM | {"kit_name": "", "idle_seconds": "soon", "beacon_uuids": "<b>hello", "language": "xx"}
    )
    assert answer.status_code == 422 and kit.machine.written == {}
    for said in ("A name has 1 to 40 letters.", "From 5 to 3600 seconds.", "Choose one of the languages.", "32 digits"):
        assert said in answer.text
    assert "&lt;b&gt;hello" in answer.text and answer.text.count('aria-invalid="true"') == 4


def test_what_the_command_line_says_can_be_read_and_not_changed(it_staff: Visitor, kit: FakeKit) -> None:
    kit.machine.running = Settings(kit_name="From the command line")
    kit.machine.fixed = {"kit_name"}
    assert "Set where the kit is started" in it_staff.get("/it/kit").text
    rest = {name: value for name, value in FORM.items() if name != "kit_name"}
    assert it_staff.post("/it/kit", **rest).status_code == 303
    assert "kit_name" not in kit.machine.written


def test_the_licences_of_what_is_in_it_can_be_read_by_it_staff_alone(
    it_staff: Visitor, visitor: Visitor, kit: FakeKit, tmp_path: Path
) -> None:
    page = it_staff.get("/it/kit").text
    assert "/it/kit/licences.txt" in page and "/usr/share/doc" in page and "licences-of-card" not in page
    assert it_staff.get("/it/kit/licences-of-card.txt").status_code == 404
    kit.machine.of_card = tmp_path / "licences.txt"
    kit.machine.of_card.write_text("Debian  libx 2-1: Expat\n")
    assert "knows no later update" in it_staff.get("/it/kit").text
    for path, said in (("licences", "wheel-of-others"), ("licences-of-card", "libx")):
        answer = it_staff.get(f"/it/kit/{path}.txt")
        assert answer.mimetype == "text/plain" and said in answer.text
        assert visitor.get(f"/it/kit/{path}.txt").status_code != 200


def test_a_full_card_is_said(it_staff: Visitor, kit: FakeKit) -> None:
    kit.machine.refusal = "not_stored"
    kit.clock.confirmed = None
    answer = it_staff.client.post("/it/kit", data={"csrf_token": it_staff.token("/it/kit"), **FORM})
    assert answer.status_code == 507 and 'role="alert"' in answer.text


def test_a_file_with_mistakes_can_be_mended_from_here(it_staff: Visitor, kit: FakeKit) -> None:
    gaps = {"name": "port", "value": "x", "line": 3, "allowed": Say("settings.allowed_port")}
    kit.machine.found = (Finding(area="settings", ok=False, key="settings.wrong", values=gaps),)
    page = it_staff.get("/it/kit?lang=fr").text
    assert "kit.toml, ligne 3" in page and "un nombre entier de 0 à 65535" in page
    assert "kit.toml.wrong" in page  # what saving makes of the file that has them


def test_nobody_but_it_sees_or_sets_the_kit(facilitator: Visitor, kit: FakeKit) -> None:
    for path in ("/it/kit", "/it/logs", "/it/logs/hub.txt", "/it/backups", "/it/backups/x"):
        assert facilitator.get(path).location.startswith("/it/sign-in?next=/it/")
    assert facilitator.client.post("/it/kit", data={"csrf_token": facilitator.token("/"), **FORM}).status_code == 302
    assert kit.machine.written == {}
