"""The kit's card takes nothing, or soon will not: every page of those who look after the kit says so."""

import msgspec
import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor


def keep(kit: FakeKit, keeps: str) -> None:
    kit.kit_info = msgspec.structs.replace(kit.kit_info, keeps=keeps)
    kit.machine.state = msgspec.structs.replace(kit.machine.state, free=12_000_000)


@pytest.mark.parametrize(
    ("keeps", "said"),
    [("low", "Space is running low"), ("full", "Nothing is kept: the card is full"), ("failing", "another card")],
)
def test_who_looks_after_the_kit_reads_what_may_go(
    facilitator: Visitor, it_staff: Visitor, kit: FakeKit, keeps: str, said: str
) -> None:
    assert "data-keeps" not in facilitator.get("/visit").text
    keep(kit, keeps)
    for page in (facilitator.get("/visit").text, it_staff.get("/it/kit").text):
        assert f'data-keeps="{keeps}"' in page and said in page


def test_how_much_is_free_is_told_as_people_count_and_where_room_is_made(
    facilitator: Visitor, it_staff: Visitor, kit: FakeKit
) -> None:
    keep(kit, "full")
    assert "12\xa0Mo" in facilitator.get("/visit?lang=fr").text and 'href="/radio"' in facilitator.get("/visit").text
    assert 'href="/it/backups">Backups' in it_staff.get("/it/kit").text


def test_visitors_are_not_troubled_with_it(visitor: Visitor, kit: FakeKit) -> None:
    keep(kit, "full")
    assert "data-keeps" not in visitor.get("/join").text
