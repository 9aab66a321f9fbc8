"""What a settings file asks for: the right things of it, and a sentence for each wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.firstboot.asked import MOST_PROBLEMS, Asked, Wifi, asked
from xlab.firstboot.reading import lines
from xlab.look.saying import say
from xlab.look.words import LANGUAGES, Words


def of(text: str) -> Asked:
    return asked(lines(text))


def keys(text: str) -> list[str]:
    return [problem.key.removeprefix("firstboot.") for problem in of(text).problems]


def test_all_that_may_be_asked_for():
    found = of(
        'kit_name = "Blue box"\nlanguage = "DE"\nstation_name = "Window"\npin = 0420\n'
        '[wifi]\nname = " Gäste 5; "\npassword = " s3cret; # "\ncountry = "de"\n'
    )
    assert found.settings == {"kit_name": "Blue box", "language": "de", "station_name": "Window"}
    assert (found.pin, found.wifi, found.country) == ("0420", Wifi(" Gäste 5; ", " s3cret; # "), "DE")
    assert found.problems == () and found.secrets == (3, 6)


def test_what_is_left_empty_is_not_asked_for():
    assert of('kit_name = ""\npin = ""\n[wifi]\nname = ""\npassword = ""\ncountry = ""') == Asked()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("kit_name = " + "x" * 41, "kit_name"),
        ("station_name = " + "x" * 41, "station_name"),
        ("language = it", "language"),
        ("pin = 123", "pin"),
        ("pin = 123456789", "pin"),
        ("pin = 12a4", "pin"),
        ("[wifi]\nname = " + "ä" * 17, "wifi_name"),
        ("[wifi]\nname = Guest\npassword = short12", "wifi_password"),
        ("[wifi]\nname = Guest\npassword = " + "x" * 64, "wifi_password"),
        ("[wifi]\nname = Guest\npassword = pässwort1", "wifi_password"),
        ("[wifi]\npassword = s3cret-12", "wifi_nameless"),
        ("[wifi]\ncountry = Germany", "country"),
        ("[wifi]\ncountry = UK", "country_uk"),
        ("colour = blue", "unknown"),
        ("hello", "unreadable"),
    ],
)
def test_a_wrong_value_is_said_and_the_rest_holds(written, key):
    text = f'station_name = "Door"\n{written}' if not key.startswith("station") else f'kit_name = "Door"\n{written}'
    assert keys(text) == [key]
    assert "Door" in of(text).settings.values()
    for language in LANGUAGES:
        for problem in of(text).problems:
            said = say(Words(language), problem.key, problem.values)
            assert "{" not in said and "s3cret" not in said and "short12" not in said


def test_of_what_is_said_twice_the_last_holds_and_both_secrets_go():
    found = of("pin = 1111\npin = 2222")
    assert found.pin == "2222" and found.secrets == (0, 1)


def test_what_stands_in_the_wrong_part_is_found():
    assert of("[wifi]\nname = Guest\npin = 1234").pin == "1234"
    assert of("password = s3cret-12\n[wifi]\nname = Guest").wifi == Wifi("Guest", "s3cret-12")


def test_of_a_file_that_is_something_else_few_lines_are_told():
    found = of("what a day\n" * 5000 + "pin = 12\n")
    assert len(found.problems) == MOST_PROBLEMS + 1 and found.problems[-1].key == "firstboot.pin"


@given(st.text(max_size=300))
def test_any_text_is_taken_calmly(text):
    of(text)
