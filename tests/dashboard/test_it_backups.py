"""IT's page of the backups: made, checked, taken away, deleted, and refused in words."""

from typing import get_args

import pytest

from tests.fakes.keeping import STICK
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.keeping import KeepingReason

PAGE = "/it/backups"


def ask(it: Visitor, what: str, **fields: str) -> str:
    answer = it.client.post(f"{PAGE}/{what}", data={"csrf_token": it.token(PAGE), **fields})
    assert answer.status_code == 303
    return it.get(answer.location).text


def test_one_is_made_on_the_kit_and_one_on_a_stick_and_their_progress_is_seen(it_staff: Visitor, kit: FakeKit) -> None:
    assert "None yet." in it_staff.get(PAGE).text
    kit.keeping.plug(STICK)
    assert "Making a backup" in ask(it_staff, "make")
    kit.keeping.go(0.42)
    assert 'value="42"' in it_staff.get(PAGE).text
    assert "Another backup is being made." in ask(it_staff, "make", target=STICK.id)
    kit.keeping.end()
    assert "The backup is made." in it_staff.get(PAGE).text
    assert "Writing to LAB-STICK. Leave it in." in ask(it_staff, "make", target=STICK.id)
    kit.keeping.end("gone")
    assert "The stick is not there any more." in it_staff.get(PAGE).text


def test_one_is_checked_taken_away_and_deleted(it_staff: Visitor, kit: FakeKit) -> None:
    backup = kit.keeping.add()
    assert "not checked yet" in it_staff.get(PAGE).text
    ask(it_staff, "verify", name=backup.name)
    kit.keeping.end("damaged")
    assert "damaged" in it_staff.get(PAGE).text
    taken = it_staff.get(f"{PAGE}/{backup.name}")
    assert taken.data == backup.path.read_bytes() and "attachment" in taken.headers["Content-Disposition"]
    taken.close()
    assert "None yet." in ask(it_staff, "delete", name=backup.name)
    assert it_staff.get(f"{PAGE}/{backup.name}").status_code == 404


@pytest.mark.parametrize("reason", get_args(KeepingReason))
def test_every_refusal_has_its_words(it_staff: Visitor, kit: FakeKit, reason: KeepingReason) -> None:
    kit.keeping.refusal = reason
    assert 'role="alert"' in ask(it_staff, "make")
