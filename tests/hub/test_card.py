"""How the hub finds out about its card, by what it says and by what the log meets."""

import asyncio

import pytest

from tests.waiting import come
from xlab.hub import card as module
from xlab.hub.card import STEADY, Card
from xlab.store import StoreError


@pytest.fixture
def now(monkeypatch):
    """Seconds, in a list that tests change; looks follow each other at once."""
    monkeypatch.setattr(module, "EVERY", 0.01)
    return [0.0]


async def followed(home, now, told):
    """A card that is being looked at; what it says is in ``told``."""
    card = Card(home, told.append, lambda: now[0])
    return card, asyncio.create_task(card.run(lambda: None))


async def test_a_log_that_is_refused_is_told_until_the_card_has_been_well_for_a_while(tmp_path, now, monkeypatch):
    monkeypatch.setattr(module, "LEAST_FREE", 0)
    told: list[str] = []
    card, running = await followed(tmp_path, now, told)
    card.wrote(StoreError("no"))
    await come(lambda: told == ["failing"])
    now[0] = STEADY + 1
    await come(lambda: told[1:] in (["low", "yes"], ["low"]))
    card.wrote(StoreError("no"))
    await come(lambda: told[-1] == "failing")
    card.wrote(None)
    await come(lambda: told[-1] == "yes")
    running.cancel()


async def test_a_home_that_is_gone_is_told_as_failing_and_found_again(tmp_path, now, monkeypatch):
    monkeypatch.setattr(module, "LEAST_FREE", 0)
    home, told = tmp_path / "home", []
    _, running = await followed(home, now, told)
    await come(lambda: told == ["failing"])
    home.mkdir()
    await come(lambda: told == ["failing", "yes"])
    running.cancel()


async def test_looking_writes_nothing_while_all_is_well(tmp_path, now, monkeypatch):
    monkeypatch.setattr(module, "tried", lambda home: pytest.fail("It was written to."))
    card = Card(tmp_path, lambda keeps: None, lambda: now[0])
    assert card.look() in ("yes", "low")
