"""A picture to take home, drawn by the real process; and words that are too long for it."""

import msgspec
import pytest

from xlab.report.documents import drawn
from xlab.report.keepsake import WIDTH, Bar, Keepsake, Weight, drawing
from xlab.report.rendering import run

KEEPSAKE = Keepsake(
    question="Wer entscheidet <was> & wann?",
    people="12 Personen",
    bars=(
        Bar(label="Alle zusammen", told="7 von 12", share=7 / 12, mine=True),
        Bar(label="Ja oder nein", told="5 dafür, 1 egal, 6 dagegen", parts=(5 / 12, 1 / 12, 6 / 12)),
    ),
    quotes=("Fragt die Maler",),
    unit="Lacke",
    vision="Jeder Maler sagt, was er braucht",
    day="24.11.2026",
    mark="9dcb7fcaef35",
    mine="Ihre Antwort",
)


def wide(text: str, weight: Weight) -> float:
    return 0.6 * len(text)


def test_the_process_draws_a_picture_that_phones_can_save() -> None:
    png, why = run("xlab.report.keepsake_process", [], msgspec.json.encode(KEEPSAKE))
    assert why == "" and png is not None
    assert png.startswith(b"\x89PNG\r\n\x1a\n") and int.from_bytes(png[16:20]) == WIDTH


def test_everything_said_is_in_the_picture_and_nothing_in_it_is_markup() -> None:
    svg = drawing(KEEPSAKE, wide)
    for text in (
        "&lt;was&gt; &amp;",
        "7 von 12",
        "Fragt die Maler",
        "Lacke",
        "24.11.2026",
        "9dcb7fcaef35",
        "Ihre Antwort",
    ):
        assert text in svg
    assert "Ihre Antwort" not in drawing(msgspec.structs.replace(KEEPSAKE, bars=KEEPSAKE.bars[1:]), wide)


@pytest.mark.parametrize("word", ["x" * 400, "word " * 80])
def test_long_words_are_broken_and_long_texts_end(word: str) -> None:
    long = Keepsake(question=word, people="5", bars=(Bar(label=word, told=word[:40]),), unit=word)
    lines = [part.partition("</text>")[0] for part in drawing(long, wide).split("<text ")[1:]]
    for line in lines:
        size, text = float(line.partition('font-size="')[2].partition('"')[0]), line.partition(">")[2]
        assert wide(text, 400) * size <= WIDTH - 2 * 72
    assert any(line.endswith("…") for line in lines) and len(lines) < 14


def test_letters_that_no_drawing_can_hold_are_left_out() -> None:
    told = msgspec.structs.replace(KEEPSAKE, question="Which\x00 \x1bone\uffff?")
    assert "Which one?" in drawing(told, wide)
    spec = {"data": {"values": [{"label": "a\x00b\x1b\uffff", "y": 1}]}, "mark": "text"}
    spec["encoding"] = {"text": {"field": "label"}}
    assert "ab" in drawn({"one": spec})["one"]
