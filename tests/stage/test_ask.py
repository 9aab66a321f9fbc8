"""Asking the room: what can be asked, what is answered here and on phones, and when results are seen."""

import shutil
from pathlib import Path

import msgspec
import pytest
from pygame import Rect

from tests.fakes.outlet import ListeningOutlet
from xlab.workshop.lines import MOST, MOST_BYTES
from xlab_kiosk.host import wire
from xlab_kiosk.stage import Answer, Demo, Idea, QRCode, Stage, StageControl
from xlab_kiosk.stage.room import AnswerHere, AskRoom, CloseRoom, IdeaHere, RoomAnswers, RoomIdeas, RoomNow
from xlab_kiosk.stage.testing import Play

ASKING = Path(__file__).parents[1] / "data" / "demos" / "xlab_demo_try_asking"
CHOICE = {"kind": "choice", "text": "ask.title", "options": ("ask.yes", "ask.no")}
VOTES = {"kind": "statements", "text": "ask.title", "options": ("ask.yes", "ask.no"), "ideas": True}


@pytest.fixture
def stage() -> Stage:
    return Stage(size=(800, 480), language="de", folder=ASKING, outlet=ListeningOutlet())


def said(stage: Stage) -> list[object]:
    return [one[1] for one in stage._outlet.said]


def test_each_phone_gets_the_question_in_its_own_language(stage):
    stage.ask(**CHOICE)
    (asked,) = said(stage)
    assert isinstance(asked, AskRoom)
    assert asked.question.text == {"en": "Shall we?", "fr": "On y va ?", "de": "Machen wir es?"}
    assert [(one.id, one.text["fr"]) for one in asked.question.options] == [("ask.yes", "Oui"), ("ask.no", "Non")]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ({**CHOICE, "text": "ask.nothing"}, "no words for 'ask.nothing'"),
        ({**CHOICE, "options": ("ask.yes",)}, "at least 2 options"),
        ({**CHOICE, "most": 3}, "choose 3 of 2"),
        ({**CHOICE, "kind": "guess"}, "guess"),
        ({**CHOICE, "ideas": True}, "cannot add ideas"),
        ({"kind": "scale", "text": "ask.title", "steps": 11}, "steps"),
    ],
)
def test_what_cannot_be_asked_is_said_to_the_author_and_to_nobody_else(stage, question, why):
    with pytest.raises(ValueError, match=why):
        stage.ask(**question)
    assert said(stage) == []


def test_a_demo_that_does_not_say_that_it_uses_phones_is_told_where_to_say_it(tmp_path):
    folder = shutil.copytree(ASKING, tmp_path / ASKING.name)
    manifest = (folder / "demo.toml").read_text()
    (folder / "demo.toml").write_text(manifest.replace('"touch", "phones"', '"touch"'))
    stage = Stage(size=(800, 480), language="en", folder=folder, outlet=ListeningOutlet())
    with pytest.raises(ValueError, match=r'"phones" to the uses in demo\.toml'):
        stage.ask(**CHOICE)


def test_a_question_too_long_for_a_packet_is_refused(tmp_path):
    folder = shutil.copytree(ASKING, tmp_path / ASKING.name)
    (folder / "locale" / "en.toml").write_text("".join(f'k{one} = "{"x" * 290}"\n' for one in range(60)))
    stage = Stage(size=(800, 480), language="en", folder=folder, outlet=ListeningOutlet())
    with pytest.raises(ValueError, match="too long for a phone"):
        stage.ask(kind="choice", text="k0", options=tuple(f"k{one}" for one in range(60)))


def test_answers_of_this_screen_count_at_once_and_once(stage):
    asked = stage.ask(**CHOICE)
    assert asked.answer("ask.yes")
    assert asked.answer(["ask.no"])
    assert asked.answer("ask.no")
    assert asked.answer("ask.yes", seat=1)
    assert asked.answers == (Answer(0, "", ("ask.no",)), Answer(-1, "", ("ask.yes",)))
    assert asked.answered == 2
    assert said(stage)[1:] == [
        AnswerHere(("ask.yes",), "", 0),
        AnswerHere(("ask.no",), "", 0),
        AnswerHere(("ask.yes",), "", 1),
    ]
    assert len(StageControl(stage).answers()) == 3


def test_what_answers_nothing_is_the_authors_mistake(stage):
    asked = stage.ask(**CHOICE)
    for value, item, seat in (("no.option", "", 0), (3, "", 0), ("ask.yes", "ask.yes", 0), ("ask.yes", "", 10)):
        with pytest.raises(ValueError, match=r"does not answer|seats 0 to 9"):
            asked.answer(value, item, seat)
    with pytest.raises(ValueError, match="takes no ideas"):
        asked.idea("Something else")
    assert len(said(stage)) == 1


def test_a_pair_is_the_same_pair_whichever_is_named_first(stage):
    asked = stage.ask(kind="pair", text="ask.title", options=("ask.yes", "ask.no"))
    asked.answer("ask.yes", "ask.yes|ask.no")
    assert asked.answers == (Answer(0, "ask.no|ask.yes", "ask.yes"),)


def test_news_of_the_room_change_what_there_is_to_see(stage):
    asked, control = stage.ask(**VOTES), StageControl(stage)
    control.drawn()
    control.room(RoomNow(1, "http://10.0.0.5/join", True, 2))
    assert (asked.url, asked.open, asked.answered, stage.wants_redraw) == ("http://10.0.0.5/join", True, 2, True)
    control.room(RoomIdeas(1, (Idea(id="i", text="More"), Idea(id="j", text="Less"))))
    control.room(RoomAnswers(1, ((1, "ask.yes", 1), (2, "i", -1))))
    control.room(RoomIdeas(1, (Idea(id="i", text="Even more"),), ("j",)))
    control.room(RoomAnswers(1, ((1, "ask.yes", 0),), ((2, "i"),)))
    assert asked.answers == (Answer(1, "ask.yes", 0),)
    assert asked.ideas == (Idea(id="i", text="Even more"),)
    assert [answer.value for answer in control.answers()] == [1, -1, 0]
    assert asked.answer(1, "i"), "what was let through can be answered at the screen as well"


def test_the_kits_own_wifi_goes_with_the_address_while_phones_have_to_join_it_first(stage):
    asked, control = stage.ask(**CHOICE), StageControl(stage)
    for wifi, count in (("WIFI:T:WPA;S:Lab kit;P:mola-kefi-rubo-tesa;;", 2), ("", 1)):
        before = asked.url
        control.room(RoomNow(1, "http://10.42.0.1/join", True, 0, wifi))
        code = QRCode(stage.theme, Rect(20, 20, 400, 300), asked.url)
        assert (str(asked.url), code.count, code.fits) == ("http://10.42.0.1/join", count, True)
        assert asked.url != before, "whoever draws the code anew when it changes does so"
    seen = Play(ASKING, own_wifi=True)
    shown = seen.stage.ask(**CHOICE)
    seen.wait(0.1)
    assert QRCode(seen.stage.theme, Rect(20, 20, 400, 300), shown.url).count == 2


def test_until_it_is_closed_nobody_sees_the_results_of_a_round_that_shows_them_on_close(stage):
    asked, control = stage.ask(**CHOICE, shows="on_close"), StageControl(stage)
    asked.answer("ask.yes")
    assert (asked.answers, asked.answered, control.answers()) == ((), 1, [])
    asked.close()
    control.room(RoomAnswers(1, ((1, "", ("ask.no",)),)))
    assert [answer.voter for answer in asked.answers] == [0, 1]
    assert [answer.voter for answer in control.answers()] == [0, 1]


def test_a_closed_question_takes_nothing_whoever_closed_it(stage):
    asked, control = stage.ask(**CHOICE), StageControl(stage)
    control.room(RoomNow(1, "", False, 0))
    assert not asked.open
    assert not asked.answer("ask.yes")
    asked.close()
    assert said(stage)[1:] == []


def test_asking_again_closes_the_question_before_and_its_late_news_are_nobodys(stage):
    first, control = stage.ask(**CHOICE), StageControl(stage)
    second = stage.ask(kind="text", text="ask.title")
    assert not first.open
    control.room(RoomAnswers(1, ((1, "", ("ask.no",)),)))
    assert (first.answers, second.answers) == ((), ())
    assert second.idea("Because")
    assert second.answered == 1
    assert [type(one) for one in said(stage)] == [AskRoom, CloseRoom, AskRoom, IdeaHere]


def test_what_a_demo_says_to_the_room_survives_the_wire(stage):

    stage.ask(**CHOICE).answer("ask.yes")
    for one in said(stage):
        assert wire.decode_from_demo(wire.encode(one)) == one
    many = RoomAnswers(1, tuple((voter, "", ("ask.yes",) * 20) for voter in range(5000)), ((1, ""), (2, "")))
    packets = wire.packets_of(many)
    assert len(packets) > 5
    assert all(len(packet) <= wire.MAX_TO_DEMO for packet in packets)
    heard = [wire.decode_to_demo(packet) for packet in packets]
    assert [one for part in heard for one in part.changed] == list(many.changed)
    assert [one for part in heard for one in part.gone] == list(many.gone)


def test_a_played_room_answers_as_phones_would():
    play = Play(ASKING, size=(800, 480), language="fr")
    play.answer(("ask.yes",), voter=1)
    play.answer(("ask.no",), voter=2)
    play.answer(("ask.yes",), voter=2)
    play.tap("Oui")
    play.expect("3 ont dit oui")
    play.wait(0.1)
    assert play.records[-1] == {"yes": 3, "people": 3, "open": True, "phones": True}
    play.demo.asked.close()
    play.wait(0.1)
    with pytest.raises(ValueError, match="asks nothing now"):
        play.answer(("ask.yes",), voter=3)


def test_without_phones_the_screen_alone_answers():
    play = Play(ASKING, size=(800, 480), phones=False)
    play.tap("Yes")
    play.expect("1 said yes")
    play.wait(0.1)
    assert play.records == [{"yes": 1, "people": 1, "open": True, "phones": False}]


def test_a_played_room_keeps_hidden_results_until_the_close(tmp_path):
    folder = shutil.copytree(ASKING, tmp_path / ASKING.name)
    (folder / "trial.py").write_text(
        "from xlab_kiosk.stage import Demo\n"
        "class Trial(Demo):\n"
        "    def start(self, stage):\n"
        "        self.stage, self.told = stage, []\n"
        "        options = ('ask.yes', 'ask.no')\n"
        "        self.asked = stage.ask(kind='choice', text='ask.title', options=options, shows='on_close')\n"
        "    def answer(self, answer):\n"
        "        self.told.append(answer.voter)\n"
    )
    play = Play(folder)
    play.answer(("ask.yes",), voter=4)
    assert (play.demo.told, play.demo.asked.answers, play.demo.asked.answered) == ([], (), 1)
    play.demo.asked.close()
    play.wait(0.1)
    assert play.demo.told == [4]


def test_every_answer_value_of_the_vocabulary_passes_to_a_demo():
    for value in (("a", "b"), 3, "a", {"a": 4}):
        message = RoomAnswers(1, ((1, "", value),))
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=RoomAnswers) == message
    assert Demo().answer(Answer(1, "", 3)) is None


LASTING = {**VOTES, "lasts": True}


@pytest.fixture
def silent(tmp_path: Path) -> Path:
    """A demo with the same words that asks nothing by itself."""
    folder = shutil.copytree(ASKING, tmp_path / ASKING.name)
    (folder / "trial.py").write_text(
        "from xlab_kiosk.stage import Demo\n"
        "class Trial(Demo):\n"
        "    def start(self, stage):\n"
        "        self.stage = stage\n"
    )
    return folder


def test_the_next_visitor_finds_what_lasts_with_all_that_was_said_and_is_somebody_else(silent):
    first = Play(silent)
    asked = first.stage.ask(**LASTING)
    asked.answer(1, "ask.yes")
    asked.answer(0, "ask.yes", seat=1)
    first.answer(-1, "ask.no", voter=3)
    first.idea("Neither")
    second = first.again(language="fr")
    again = second.stage.ask(**LASTING)
    second.wait(0.1)
    assert [one.text for one in again.ideas] == ["Neither"]
    assert sorted((answer.item, answer.value) for answer in again.answers) == [
        ("ask.no", -1),
        ("ask.yes", 0),
        ("ask.yes", 1),
    ]
    assert 0 not in {answer.voter for answer in again.answers}
    again.answer(0, "ask.yes")
    third = second.again()
    last = third.stage.ask(**LASTING)
    third.wait(0.1)
    assert (last.answered, len({answer.voter for answer in last.answers})) == (4, 4)


@pytest.mark.parametrize("other", [{"shows": "on_close"}, {"options": ("ask.yes",)}, {"lasts": False}])
def test_what_is_not_the_same_question_or_does_not_last_begins_anew(silent, other):
    first = Play(silent)
    first.stage.ask(**LASTING).answer(1, "ask.yes")
    second = first.again()
    asked = second.stage.ask(**{**LASTING, **other})
    second.wait(0.1)
    assert (asked.answers, asked.answered) == ((), 0)


def test_a_question_that_was_closed_lasts_no_more(silent):
    first = Play(silent)
    asked = first.stage.ask(**LASTING)
    asked.answer(1, "ask.yes")
    asked.close()
    second = first.again()
    again = second.stage.ask(**LASTING)
    second.wait(0.1)
    assert again.answers == ()


def test_asking_the_same_of_the_next_one_in_a_run_goes_on_and_closes_nothing(stage, silent):
    first = stage.ask(**LASTING)
    second = stage.ask(**LASTING)
    assert not first.answer(1, "ask.yes")
    assert second.answer(1, "ask.yes")
    assert [type(one) for one in said(stage)] == [AskRoom, AskRoom, AnswerHere]
    play = Play(silent)
    play.stage.ask(**LASTING).answer(1, "ask.yes")
    again = play.stage.ask(**LASTING)
    play.wait(0.1)
    assert [answer.value for answer in again.answers] == [1]
    assert again.answers[0].voter > 0


def test_hidden_results_that_last_stay_hidden_until_the_close(silent):
    first = Play(silent)
    hidden = {**LASTING, "shows": "on_close"}
    first.stage.ask(**hidden).answer(1, "ask.yes")
    second = first.again()
    asked = second.stage.ask(**hidden)
    second.wait(0.1)
    assert (asked.answers, asked.answered) == ((), 1)
    asked.close()
    second.wait(0.1)
    assert [answer.value for answer in asked.answers] == [1]


def test_a_question_with_the_facilitators_lines_says_them_in_every_language():
    edited = {"ask.no": "Absolutely not", "ask.added_1": "Perhaps", "ask.yes": None}
    play = Play(ASKING, language="fr", edited=edited)
    keys = play.stage.keys("ask")
    assert keys == ("ask.no", "ask.added_1", "ask.title")
    asked = play.stage.ask(kind="choice", text="ask.title", options=keys[:2])
    assert [set(option.text.values()) for option in asked.question.options] == [{"Absolutely not"}, {"Perhaps"}]
    assert asked.question.text["fr"] == "On y va ?"
    assert play.stage.text("ask.added_1") == "Perhaps"


def test_a_question_with_as_many_lines_as_can_be_edited_can_be_asked(tmp_path):
    folder = shutil.copytree(ASKING, tmp_path / ASKING.name)
    lines = {f"ask.added_{number}": "é" * 160 for number in range(MOST)}
    assert sum(3 * len(text.encode()) for text in lines.values()) <= MOST_BYTES
    stage = Play(folder, edited=lines).stage
    stage.ask(kind="statements", text="ask.title", options=tuple(lines))
    assert len(wire.encode(said_last(stage))) < wire.MAX_FROM_DEMO


def said_last(stage: Stage) -> object:
    return stage._outlet.said[-1][1]
