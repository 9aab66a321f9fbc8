"""One visit on several boxes: whoever is merged into whom, in whatever order and however often, all say the same."""

import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hub.test_visits import CHARTER
from xlab.events import (
    Answered,
    BoardSet,
    Draft,
    Erased,
    Event,
    IdeaAdded,
    IdeaJudged,
    PresenceChanged,
    Recorded,
    RoundOpened,
    RunStarted,
    VisitClosed,
    VisitOpened,
    VisitPlanned,
    VisitSignedOff,
)
from xlab.events.rounds import Option, Question
from xlab.events.visits import CharterWritten, Decided, Noted, Stakeholder
from xlab.hub.backups import write
from xlab.hub.carrying import CarryError, export, known_visits, merge
from xlab.hub.cleansing import every
from xlab.report import build
from xlab.store import SqliteLog, stamp
from xlab.workshop import evidence
from xlab.workshop.merging import in_order, without_voters
from xlab.workshop.rounds import Rounds
from xlab.workshop.visit import VisitNow, fold

VISIT = "v" * 32
CHOICE = Question(
    kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"}))
)
TEXT = Question(kind="text", text={"en": "What else?"})


def of(fact: object, station: str | None = None) -> Draft:
    return stamp(fact, visit=VISIT, station=station)  # type: ignore[arg-type]


PLANNED = [
    of(VisitPlanned(visit=VISIT)),
    of(CharterWritten(charter=CHARTER)),
]
BOXES = 3

_names = st.sampled_from(["one", "two", "three"])
_facts = st.one_of(
    st.builds(lambda name, by: of(BoardSet(item=Stakeholder(id=name, group="ngo", name=by))), _names, _names),
    st.builds(lambda name: of(Decided(decision=name, what=name)), _names),
    st.builds(lambda name, text: of(Noted(note=name, kind="learned", text=text)), _names, _names),
    st.builds(lambda: of(VisitOpened(sha256="0" * 64))),
    st.builds(lambda: of(VisitClosed())),
    st.builds(lambda voter, value: of(Answered(round="r", voter=voter, value=(value,))), _names, st.sampled_from("ab")),
    st.builds(lambda run: of(RunStarted(run=run, demo="d", version="1", language="en"), "st-1"), _names),
    st.builds(lambda run: of(Recorded(run=run, demo="d", values={"n": 1}), "st-1"), _names),
)
_step = st.one_of(
    st.tuples(st.just("say"), st.integers(0, BOXES - 1), _facts),
    st.tuples(st.just("erase"), st.integers(0, BOXES - 1), st.integers(0, 50)),
    st.tuples(st.just("merge"), st.integers(0, BOXES - 1), st.integers(0, BOXES - 1)),
)


def state(log: SqliteLog) -> object:
    """All that pages and the report are made of."""
    told = in_order(every(log))
    rounds = Rounds()
    for event in told:
        rounds.apply(event)
    return (
        [without_voters(event) for event in told if event.visit],
        fold(told),
        [one.now() for one in rounds],
        evidence.fold(told, VISIT),
    )


def exchange(into: SqliteLog, other: SqliteLog) -> int:
    return into.take([without_voters(event) if event.kit != into.kit else event for event in every(other)])


@settings(max_examples=10, deadline=None)
@given(st.lists(_step, max_size=30), st.permutations(range(BOXES)))
def test_what_several_boxes_say_is_the_same_on_each_of_them(
    steps: list[tuple[str, int, object]], order: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        boxes = [stack.enter_context(closing(SqliteLog.open(Path(folder) / f"{n}.db"))) for n in range(BOXES)]
        boxes[0].append(PLANNED)
        for box in boxes:
            box.append([of(RoundOpened(round=f"r-{box.kit}", question=CHOICE, shows="live"))])
        for what, number, which in steps:
            box = boxes[number]
            if what == "say":
                box.append([_of_box(which, box)])  # type: ignore[arg-type]
            elif what == "erase":
                ids = [event.id for event in every(box) if not isinstance(event.fact, VisitPlanned)]
                box.erase(ids[which : which + 2], "asked")  # type: ignore[operator,misc]
            else:
                exchange(box, boxes[which])  # type: ignore[index]
        for _ in range(2):
            for number in order:
                for other in boxes:
                    exchange(boxes[number], other)
        states = [state(box) for box in boxes]
        assert states[0] == states[1] == states[2]
        assert sum(exchange(box, other) for box in boxes for other in boxes) == 0


def _of_box(draft: Draft, box: SqliteLog) -> Draft:
    """A draft of its own in each box, about its own round."""
    fact = draft.fact
    return of(
        Answered(round=f"r-{box.kit}", voter=fact.voter, value=fact.value) if isinstance(fact, Answered) else fact,
        draft.station,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "ours"


@pytest.fixture
def ours(home: Path) -> Iterator[SqliteLog]:
    log = SqliteLog.open(home / "events.db")
    log.append(PLANNED)
    yield log
    log.close()


@pytest.fixture
def theirs(tmp_path: Path, ours: SqliteLog) -> Iterator[SqliteLog]:
    """Another box, to which the planned visit was carried, and what happened there."""
    log = SqliteLog.open(tmp_path / "theirs" / "events.db")
    export(tmp_path / "ours", ours, VISIT, tmp_path / "planned.zip")
    merge(log, tmp_path / "theirs", tmp_path / "planned.zip", VISIT)
    log.append([of(VisitOpened(sha256="0" * 64)), of(RoundOpened(round="r", question=CHOICE, shows="live"))])
    log.append([of(RoundOpened(round="later", question=CHOICE, shows="on_close"))])
    log.append([of(RoundOpened(round="words", question=TEXT, shows="live"))])
    log.append([of(Answered(round=asked, voter="secret-word", value=("a",))) for asked in ("r", "later")])
    log.append([of(IdeaAdded(round="words", idea=idea, voter="secret-word", text=f"text-{idea}")) for idea in "xy"])
    log.append([of(IdeaJudged(round="words", idea="x", verdict="shown"))])
    log.append([of(PresenceChanged(kind="entered", beacon="b/1/1", proximity="near"), "st-1")])
    yield log
    log.close()


def now(log: SqliteLog) -> VisitNow:
    return known_visits(log)[VISIT]


class TestFiles:
    def test_a_planned_visit_is_carried_to_a_second_box_and_what_it_saw_comes_back(
        self, home: Path, ours: SqliteLog, theirs: SqliteLog, tmp_path: Path
    ) -> None:
        assert (now(ours).state, now(theirs).state, now(theirs).charter) == ("planned", "open", CHARTER)
        export(tmp_path / "theirs", theirs, VISIT, tmp_path / "back.zip")
        assert merge(ours, home, tmp_path / "back.zip").changed > 5
        assert merge(ours, home, tmp_path / "back.zip").changed == 0
        assert now(ours) == now(theirs)

    def test_both_boxes_make_the_same_report_of_it(
        self, home: Path, ours: SqliteLog, theirs: SqliteLog, tmp_path: Path
    ) -> None:
        ours.append([of(RoundOpened(round="ours", question=CHOICE, shows="live"))])
        ours.append([of(Answered(round="ours", voter=f"{number}", value=("b",))) for number in range(6)])
        theirs.append([of(Answered(round="r", voter=f"{number}", value=("b",))) for number in range(6)])
        merge(ours, home, tmp_path / "theirs" / "events.db")
        merge(theirs, tmp_path / "theirs", home / "events.db")
        one, other = (build(in_order(every(log)), now(log), {}, now=0.0) for log in (ours, theirs))
        assert one == other
        assert (one.people.phones, len(one.rounds)) == (13, 4)

    @pytest.mark.parametrize("way", ["log", "backup"])
    def test_a_log_and_a_backup_bring_the_rest_and_are_not_changed(
        self, home: Path, ours: SqliteLog, theirs: SqliteLog, tmp_path: Path, way: str
    ) -> None:
        export(tmp_path / "theirs", theirs, VISIT, tmp_path / "back.zip")
        merge(ours, home, tmp_path / "back.zip")
        path = tmp_path / "theirs" / "events.db"
        if way == "backup":
            path = write(
                tmp_path / "theirs", theirs, tmp_path, why="asked", kit_name="", version="1", now=0.0, demos=False
            )
        before = path.read_bytes()
        assert merge(ours, home, path).changed == 2  # of the round that is hidden, and the text that waits
        assert merge(ours, home, path).changed == 0
        assert path.read_bytes() == before
        assert b"secret-word" not in (home / "events.db").read_bytes()
        assert state(ours) == state(theirs)

    def test_what_is_exported_tells_of_nobody(self, theirs: SqliteLog, tmp_path: Path) -> None:
        export(tmp_path / "theirs", theirs, VISIT, tmp_path / "back.zip")
        with zipfile.ZipFile(tmp_path / "back.zip") as archive:
            told = archive.read("events.jsonl").decode()
        assert "secret-word" not in told
        assert "text-x" in told
        assert "text-y" not in told
        assert '"round":"later","voter"' not in told
        assert '"round":"r","voter"' in told

    def test_what_was_erased_on_one_is_erased_on_the_other_and_does_not_come_back(
        self, home: Path, ours: SqliteLog, theirs: SqliteLog, tmp_path: Path
    ) -> None:
        export(tmp_path / "theirs", theirs, VISIT, tmp_path / "before.zip")
        merge(ours, home, tmp_path / "before.zip")
        theirs.forget("secret-word", "asked")
        export(tmp_path / "theirs", theirs, VISIT, tmp_path / "after.zip")
        merge(ours, home, tmp_path / "after.zip")
        merge(ours, home, tmp_path / "before.zip")
        assert ours.others([Answered, IdeaAdded]) == []
        assert b"text-x" not in b"".join(path.read_bytes() for path in home.glob("events.db*"))

    def test_raw_data_of_a_visit_that_is_signed_off_is_not_taken_in(
        self, home: Path, ours: SqliteLog, theirs: SqliteLog, tmp_path: Path
    ) -> None:
        ours.append([of(VisitOpened(sha256="0" * 64)), of(VisitClosed()), of(VisitSignedOff(purged={}))])
        merge(ours, home, tmp_path / "theirs" / "events.db")
        assert ours.others([Answered, IdeaAdded, PresenceChanged]) == []
        assert len(ours.others([RoundOpened])) == 3

    def test_a_file_without_a_shared_visit_says_what_it_holds(
        self, home: Path, theirs: SqliteLog, tmp_path: Path
    ) -> None:
        fresh = SqliteLog.open(tmp_path / "fresh" / "events.db")
        with pytest.raises(CarryError, match=f"{VISIT} .*Coatings.* Name one with --visit"):
            merge(fresh, tmp_path / "fresh", tmp_path / "theirs" / "events.db")
        fresh.append([stamp(VisitPlanned(visit="other"), visit="other")])
        with pytest.raises(CarryError, match="under way here already"):
            merge(fresh, tmp_path / "fresh", tmp_path / "theirs" / "events.db", VISIT)
        assert fresh.others() == []
        fresh.close()

    @pytest.mark.parametrize(
        "content", [b"", b"Dear diary", b"PK\x05\x06" + b"\0" * 18, b"SQLite format 3\0" + b"x" * 900]
    )
    def test_what_is_no_visit_is_said_to_be_none(
        self, home: Path, ours: SqliteLog, tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / "wrong").write_bytes(content)
        with pytest.raises(CarryError):
            merge(ours, home, tmp_path / "wrong")
        assert ours.others() == []


def test_the_kit_that_planned_comes_first_whatever_the_kits_are_called() -> None:
    def event(kit: str, seq: int, fact: object, visit: str | None = VISIT) -> Event:
        draft = stamp(fact, visit=visit)  # type: ignore[arg-type]
        return Event(kit=kit, seq=seq, **{name: getattr(draft, name) for name in Draft.__struct_fields__})

    guest = [event("a", 1, VisitClosed()), event("a", 2, VisitOpened(sha256=""))]
    host = [event("b", 1, VisitPlanned(visit=VISIT)), event("b", 9, VisitOpened(sha256=""))]
    own = event("a", 3, VisitPlanned(visit="w"), "w")
    assert in_order([*guest, own, *reversed(host)]) == [own, *host, *guest]


def packed(tmp_path: Path, *lines: bytes) -> Path:
    """A file that looks like an export."""
    path = tmp_path / "brought.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("events.jsonl", "w") as file:
        for line in lines:
            file.write(line)
    return path


def test_no_file_takes_a_charter_back_or_brings_what_no_kit_can_have_recorded(home: Path, ours: SqliteLog) -> None:
    before = known_visits(ours)
    (written,) = ours.read(kinds=[CharterWritten])
    undone = msgspec.structs.replace(written, fact=Erased(was="CharterWritten", reason="because"))
    merge(ours, home, packed(home, msgspec.json.encode(undone)), written.visit or "")
    assert known_visits(ours) == before
    for wrong in ({"seq": 2**63}, {"seq": 10**30}, {"seq": 0}, {"wall": 1e308}, {"wall": -1.0}):
        forged = msgspec.structs.replace(written, kit="another", id="f" * 32, **wrong)
        with pytest.raises(CarryError, match="no kit can have recorded"):
            merge(ours, home, packed(home, msgspec.json.encode(forged)), written.visit or "")
    assert known_visits(ours) == before


def test_a_small_file_that_pretends_to_hold_much_is_not_read_to_its_end(home: Path, ours: SqliteLog) -> None:
    tracemalloc.start()
    try:
        for much in (b"\n", b"x"):
            with pytest.raises(CarryError, match="no export"):
                merge(ours, home, packed(home, *[much * (1 << 20)] * 32))
        assert tracemalloc.get_traced_memory()[1] < 16 << 20, "half of what either of them pretends to hold"
    finally:
        tracemalloc.stop()
