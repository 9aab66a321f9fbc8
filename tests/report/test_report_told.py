"""What a report says of a made-up visit: every word of it, in each language, and what it must never say."""

import re
from typing import get_args

import msgspec
import pytest

from tests.report.golden import golden, seen
from tests.report.made_up import MANIFESTS, START, told
from xlab.catalogue.manifest import Field
from xlab.events import Recorded, RunStarted, VisitSignedOff
from xlab.events.rounds import Language
from xlab.report import Report, build, signed
from xlab.report.archive import packed
from xlab.report.drawing import charts
from xlab.report.page import page
from xlab.report.tables import tables


def everything(report: Report) -> str:
    """All that leaves the kit, as text."""
    data = msgspec.json.encode(report).decode()
    return "\n".join([seen(page(report, {})), data, *tables(report).values()])


@pytest.mark.parametrize("language", get_args(Language))
def test_a_reader_sees_what_the_golden_report_holds(language: Language) -> None:
    assert seen(page(told(language).report(), {})) == golden(language).read_text("utf-8")


def test_no_single_person_is_in_it() -> None:
    story = told()
    assert "phone-1" in str(story.events) and "SOMETHING RUDE" in str(story.events)
    text = everything(story.report())
    for private in ("phone-", "badge-", "SOMETHING RUDE", "run-", "kit-1", "st-1"):
        assert private not in text


@pytest.mark.parametrize(("people", "phones"), [(8, 8), (4, None)])
def test_a_room_is_told_from_five_people_and_its_groups_only_where_none_is_smaller(
    people: int, phones: int | None
) -> None:
    report = told(people=people).report()
    assert report.people.phones == phones
    assert [group.phones for group in report.people.groups] == [None, None]
    assert [one.n for one in report.rounds if one.n is not None and one.n < 5] == []


def test_opinion_groups_come_with_the_figure_of_chance_from_twelve_people() -> None:
    def opinions(people: int):
        return next(one for one in told(people=people).report().rounds if one.kind == "statements").opinions

    assert opinions(11) is None
    few = opinions(12)
    assert few.camps == () and few.divides == (), "of 12 people 4 lean the other way: too few to be shown"
    many = opinions(24)
    assert sorted(camp.size for camp in many.camps) == [8, 16]
    assert many.chance < 0.05
    assert "A small test beats a large plan" in many.common


def test_what_is_not_live_stands_apart_and_is_never_added() -> None:
    report = told().report()
    (live,) = report.demos
    (replayed,) = report.others
    assert [field.n for field in live.fields if field.field == "shared"] == [18]
    assert [field.n for field in replayed.fields] == [7]
    text = seen(page(report, {}))
    assert "Not live" in text and text.index("Not live") < text.index("recorded")


def test_an_answer_that_is_not_live_does_not_count_in_a_live_round() -> None:
    story = told()
    before = story.report().rounds[0].n
    simulated = [
        msgspec.structs.replace(event, source="simulated") if "phone-0" in str(event.fact) else event
        for event in story.events
    ]
    assert build(simulated, story.visit(), MANIFESTS, 0.0).rounds[0].n == before - 1


def test_a_practice_visit_says_so_on_every_page() -> None:
    report = told(practice=True).report()
    assert report.rounds and report.demos, "its simulated evidence is what it is about"
    html = page(report, {})
    assert re.search(r'<div class="practice-mark">PRACTICE', html)
    assert "nothing here was said by anybody" in html
    assert 'practice-mark">' not in page(told().report(), {})


def test_what_was_recorded_once_may_be_one_persons_and_is_told_as_other() -> None:
    story = told()
    rare = Recorded(run="x", demo="colour-of-trust", values={"place": "Anna’s garden"})
    story.tell(rare, station="st-1")
    text = everything(story.report())
    assert "Anna" not in text and "Others" in text


def test_sign_off_adds_the_note_of_what_was_deleted() -> None:
    story = told()
    report = story.report()
    assert report.purged is None
    story.tell(VisitSignedOff(purged={"Answered": 90, "IdeaAdded": 9}))
    assert "Deleted from the kit: 99 records" in seen(page(signed(report, story.visit()), {}))


def test_nothing_that_people_wrote_is_run_by_a_browser_or_a_spreadsheet() -> None:
    report = told().report()
    evil = '</style><script>alert(1)</script>"'
    charter = msgspec.structs.replace(report.charter, unit=evil, vision=evil)
    decision = msgspec.structs.replace(report.decisions[0], what="=cmd|' /C calc'!A0")
    report = msgspec.structs.replace(report, charter=charter, decisions=(decision,))
    html = page(report, {})
    assert "<script" not in html and html.count("</style>") == 1
    assert "\r\n'=cmd" in tables(report)["decisions.csv"]


def test_a_page_asks_for_nothing_from_anywhere() -> None:
    html = page(told().report(), {})
    assert re.findall(r'(?:src|href|url)\s*[=(]\s*"?(?!data:|"data:)', html) == []


def test_the_same_files_make_the_same_zip() -> None:
    files = {"b.txt": b"two", "a.txt": b"one" * 100}
    assert packed(files) == packed(dict(reversed(files.items())))


def test_letters_of_other_alphabets_bring_their_font_along() -> None:
    report = told().report()
    polish = msgspec.structs.replace(report, charter=msgspec.structs.replace(report.charter, unit="Łódź"))
    assert '"Noto Sans Ext"; font-weight' in page(polish, {})
    assert '"Noto Sans Ext"; font-weight' not in page(report, {}), "it is large, and few need it"


def test_runs_of_a_demo_that_few_played_follow_from_no_sum() -> None:
    story = told()
    for n in range(3):
        started = RunStarted(run=f"few-{n}", demo="rare", version="1.0.0", language="en")
        story.tell(started, station="st-1")
    report = story.report()
    assert [demo.runs for demo in report.demos] == [18, None]
    assert report.demos[0].fields[0].n == 18, "whoever hides the runs of this demo tells them all the same"
    assert report.runs is None, "21 in all less 18 would be 3"
    text = seen(page(report, {}))
    assert "18+" in text and "21" not in text.partition("demos played")[0][-20:]


@pytest.mark.parametrize("whole", [True, False])
def test_no_bar_of_what_was_recorded_stands_for_a_few_people_nor_tells_the_last_ones_number(whole: bool) -> None:
    story = told()
    numbers = [4.0] * 9 + [5.0] * 2 + [6.0] * 3 + [8.0] * 6 + [9.0] * 2 + [30.0 if whole else 30.5]
    for n, number in enumerate(numbers):
        values = {"turns": int(number) if whole else number, "place": "lake" if n < 8 else "hill" if n < 20 else "sea"}
        story.tell(Recorded(run=f"n{n}", demo="numbers", values=values), station="st-1")
    field = Field(type="int" if whole else "float", chart="histogram", label={"en": "turns"})
    counted = {"turns": field, "place": MANIFESTS["colour-of-trust"].evidence["place"]}
    manifest = msgspec.structs.replace(MANIFESTS["colour-of-trust"], id="numbers", evidence=counted)
    report = build(story.events, story.visit(), {"numbers": manifest}, START)
    turns, place = next(one for one in report.demos if one.demo == "numbers").fields
    for drawn in (turns, place):
        assert len(drawn.bins) > 1
        assert min(one.count for one in drawn.bins) >= 5
        assert sum(one.count for one in drawn.bins) == len(numbers)
    assert "sea" not in [one.label for one in place.bins]
    assert not any("30" in one.label or "31" in one.label for one in turns.bins)


def test_a_text_that_was_recorded_is_told_and_drawn_in_the_words_of_its_manifest() -> None:
    story = told("de")
    for n in range(12):
        values = {"shelf": "near" if n < 7 else "far"}
        story.tell(Recorded(run=f"n{n}", demo="shop", values=values), station="st-1")
    shelf = Field(
        type="str",
        chart="share",
        label={"en": "which shelf", "de": "welches Regal"},
        values={"near": {"en": "the near one", "de": "das nahe"}},
    )
    manifest = msgspec.structs.replace(MANIFESTS["colour-of-trust"], id="shop", evidence={"shelf": shelf})
    report = build(story.events, story.visit(), {"shop": manifest}, START)
    number, demo = next((n, one) for n, one in enumerate(report.demos, 1) if one.demo == "shop")
    (field,) = demo.fields
    assert field.label == "Welches Regal"
    assert [(one.label, one.count) for one in field.bins] == [("Das nahe", 7), ("far", 5)]
    rows = charts(report)[f"demo-{number}-shelf"]["data"]["values"]
    assert [row["label"] for row in rows] == [["Das nahe"], ["far"]]
    assert rows[0]["told"].startswith("7 von 12")


def test_numbers_go_together_in_steps_that_a_reader_counts_in() -> None:
    story = told("fr")
    for n in range(40):
        story.tell(Recorded(run=f"n{n}", demo="numbers", values={"turns": 3.7 + n * 0.4}), station="st-1")
    field = Field(type="float", chart="histogram", label={"en": "turns"})
    manifest = msgspec.structs.replace(MANIFESTS["colour-of-trust"], id="numbers", evidence={"turns": field})
    report = build(story.events, story.visit(), {"numbers": manifest}, START)
    (turns,) = next(one for one in report.demos if one.demo == "numbers").fields
    assert [one.label for one in turns.bins] == ["Jusqu’à 6", "6–8", "8–10", "10–12", "12–14", "14–16", "16 ou plus"]
    assert sum(one.count for one in turns.bins) == 40
