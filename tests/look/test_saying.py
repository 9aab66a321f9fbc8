"""What a key of the words and its values say, in each language."""

from xlab.look.saying import Say, say, step_of
from xlab.look.words import Words

FOX = Say("preflight.badges_face", {"animal": Say("dashboard.animal_fox"), "accent": Say("dashboard.accent_sky")})


def test_words_within_words_numbers_and_lists_are_those_of_the_language() -> None:
    values = {"missing": 2, "count": 3, "names": (FOX, "Zip")}
    assert say(Words("en"), "preflight.badges_silent", values) == "2 of 3 silent: Fox, blue; Zip."
    assert say(Words("de"), "preflight.badges_silent", values) == "2 von 3 nicht zu hören: Fuchs, blau; Zip."
    assert say(Words("fr"), "preflight.disk_low", {"free": 0.5}).startswith("Il ne reste que 0,5\u00a0Go")


def test_what_to_do_stands_beside_what_is_or_nowhere() -> None:
    assert step_of(Words("en"), "preflight.clock_right", {"year": 2026}) == ""
    assert "sudo date" in step_of(Words("en"), "preflight.clock_wrong", {"year": 1970})
