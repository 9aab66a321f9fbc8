"""In a practice visit every page says so, to facilitators and on phones; in a real one none does."""

import pytest
from msgspec import structs

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.link import VisitInfo


@pytest.mark.parametrize("practice", [True, False])
def test_every_page_says_that_it_is_a_practice(facilitator: Visitor, kit: FakeKit, practice: bool) -> None:
    kit.kit_info = structs.replace(kit.kit_info, visit=VisitInfo(visit="v", state="open", practice=practice))
    for path in ("/", "/visit", "/rounds", "/stations", "/badges", "/print", "/join"):
        assert (">PRACTICE<" in facilitator.get(path).text) == practice, path
