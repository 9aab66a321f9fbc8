"""The file as the kit leaves it: readable, without secrets, and not taken over a second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.firstboot.asked import Asked, asked
from xlab.firstboot.marking import marked, unchanged
from xlab.firstboot.reading import lines

NOTE = ["Taken over."]


def left(text: str) -> str:
    return marked(text, asked(lines(text)).secrets, NOTE)


def test_secrets_go_and_all_else_stays():
    text = '# Name it\nkit_name = "Blue"\n  pin = 1234  # ours\n[wifi]\nname = "Guest"\npassword = “s3cret-12”\n'
    after = left(text)
    assert "1234" not in after and "s3cret" not in after
    assert after.startswith('# Name it\nkit_name = "Blue"\n  pin = ""\n[wifi]\nname = "Guest"\npassword = ""\n')
    assert "# Taken over.\n" in after


@pytest.mark.parametrize("written", ["PASSWORD", '"Password "', '"wifi.password"'])
def test_braces_keep_what_is_no_secret(written):
    after = left(f'wifi = {{ Name = "Guest", {written} = "s3cret-12", country = "DE" }}')
    assert "s3cret" not in after
    found = asked(lines(after))
    assert found.wifi is not None and (found.wifi.name, found.wifi.password, found.country) == ("Guest", "", "DE")


@pytest.mark.parametrize(
    ("edit", "same"),
    [
        (lambda text: text, True),
        (lambda text: text.replace("\n", "\r\n"), True),
        (lambda text: text.rstrip(), True),
        (lambda text: text.replace("Blue", "Red"), False),
        (lambda text: text + "pin = 4321\n", False),
        (lambda text: "pin = 4321\n" + text, False),
    ],
)
def test_only_a_change_is_a_change(edit, same):
    assert unchanged(edit(left('kit_name = "Blue"\npin = 1234\n'))) is same


def test_windows_line_ends_stay():
    after = left("kit_name = Blue\r\npin = 1234\r\n")
    assert after.count("\n") == after.count("\r\n") > 4


@given(st.text(max_size=200))
def test_what_is_left_is_seen_and_left_again_the_same(text):
    once = left(text)
    assert unchanged(once)
    assert asked(lines(once)).secrets == ()
    assert marked(once, (), NOTE) == once


@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_nothing_but_a_pin_is_lost(pin):
    found = asked(lines(left(f"language = fr\npin = {pin}\n")))
    assert found == Asked(settings={"language": "fr"})
