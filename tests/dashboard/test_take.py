"""A result to take home: only of closed rounds, the room's numbers alone, drawn once, and never two at a time."""

import threading

import msgspec
import pytest

from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from tests.waiting import PATIENCE
from xlab.dashboard import take
from xlab.events.rounds import Option, Question
from xlab.report.keepsake import Keepsake

CHOICE = Question(
    kind="choice",
    text={"en": "Which?", "de": "Was?"},
    options=(Option(id="a", text={"en": "First"}), Option(id="b", text={"en": "Second"})),
)


class Drawn:
    """Stands in for the process that draws: keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Keepsake] = []
        self.ready = threading.Event()
        self.ready.set()
        self.began = threading.Event()

    def __call__(self, module: str, arguments: list[str], data: bytes, patience: float) -> tuple[bytes | None, str]:
        self.asked.append(msgspec.json.decode(data, type=Keepsake))
        self.began.set()
        assert self.ready.wait(PATIENCE)
        return b"\x89PNG", ""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    fake = Drawn()
    monkeypatch.setattr(take, "run", fake)
    return fake


def answered(kit: FakeKit, people: int) -> str:
    round_id = kit.rounds.open(CHOICE, "on_close")
    for number in range(people):
        kit.rounds.put_answer(kit.rounds.join(), round_id, "", ("a" if number % 3 else "b",))
    return round_id


def test_a_picture_is_the_rooms_result_and_nothing_of_anybody(visitor: Visitor, kit: FakeKit, drawn: Drawn) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    round_id = answered(kit, 6)
    assert visitor.get(f"/take/{round_id}.png").status_code == 404
    kit.rounds.close(round_id)
    for _ in range(2):
        answer = visitor.get(f"/take/{round_id}.png?lang=de")
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", b"\x89PNG")
    (keepsake,) = drawn.asked
    assert (keepsake.question, keepsake.unit, keepsake.people) == ("Was?", CHARTER.unit, "6 Personen")
    assert [(bar.label, bar.told, bar.mine) for bar in keepsake.bars] == [
        ("First", "4 von 6", False),
        ("Second", "2 von 6", False),
    ]
    assert keepsake.mark == kit.visits.now().versions[-1].sha256[:12] and "2026" in keepsake.day
    assert not any(voter in str(keepsake) for voter in kit.rounds.voters)


def test_the_own_answer_is_marked_only_where_the_phone_says_so(visitor: Visitor, kit: FakeKit, drawn: Drawn) -> None:
    round_id = answered(kit, 5)
    kit.rounds.close(round_id)
    visitor.get(f"/take/{round_id}.png?mine=b")
    visitor.get(f"/take/{round_id}.png?mine=<nonsense>")
    assert [[bar.mine for bar in one.bars] for one in drawn.asked] == [[False, True], [False, False]]


def test_too_few_people_make_no_picture_and_a_code_only_where_there_is_one(visitor: Visitor, kit: FakeKit) -> None:
    few, enough = answered(kit, 4), answered(kit, 5)
    assert visitor.get(f"/take/{enough}.svg").status_code == 404
    kit.rounds.close(few)
    kit.rounds.close(enough)
    assert visitor.get(f"/take/{few}.png").status_code == visitor.get("/take/nothing.png").status_code == 404
    assert visitor.get(f"/take/{few}.svg").status_code == 404
    assert visitor.get(f"/take/{enough}.svg").mimetype == "image/svg+xml"


def test_while_one_picture_is_drawn_others_are_asked_to_come_again(
    visitor: Visitor, kit: FakeKit, drawn: Drawn
) -> None:
    round_id = answered(kit, 5)
    kit.rounds.close(round_id)
    drawn.ready.clear()
    first = threading.Thread(target=Visitor(visitor.client.application).get, args=(f"/take/{round_id}.png",))
    first.start()
    assert drawn.began.wait(PATIENCE)
    busy = visitor.get(f"/take/{round_id}.png?lang=fr")
    assert busy.status_code == 503 and int(busy.headers["Retry-After"]) == take.AGAIN
    drawn.ready.set()
    first.join(PATIENCE)
    assert visitor.get(f"/take/{round_id}.png?lang=fr").status_code == 200


def test_what_a_station_showed_is_a_plain_picture_until_its_time_is_over(visitor: Visitor, kit: FakeKit) -> None:
    kit.takeaways.here["word"] = b"\xff\xd8\xff picture"
    got = visitor.get("/take/word.jpg")
    assert (got.status_code, got.data, got.mimetype) == (200, b"\xff\xd8\xff picture", "image/jpeg")
    assert got.headers["Cache-Control"] == "no-store"
    kit.takeaways.here.clear()
    gone = visitor.get("/take/word.jpg?lang=fr")
    assert gone.status_code == 410 and "dix minutes" in gone.text
