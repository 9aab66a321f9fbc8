"""Parts start in order, stop in reverse, and come back when they crash, without harming the others."""

import asyncio

from tests.waiting import PATIENCE
from xlab.hub.parts import Part, Supervisor


class Scripted:
    """A part that notes what happens to it and crashes as often as it is told."""

    def __init__(self, name: str, diary: list[str], crashes: int = 0) -> None:
        self.name = name
        self.diary = diary
        self.crashes = crashes
        self.settled = asyncio.Event()

    async def run(self, ready) -> None:
        self.diary.append(f"{self.name} starts")
        if self.crashes:
            self.crashes -= 1
            raise RuntimeError("broken")
        ready()
        self.settled.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.diary.append(f"{self.name} stops")

    def part(self) -> Part:
        return Part(self.name, self.run)


async def test_start_in_order_and_stop_in_reverse():
    diary: list[str] = []
    supervisor = Supervisor([Scripted(name, diary).part() for name in "abc"], lambda name, reason: None)
    await supervisor.start()
    assert diary == ["a starts", "b starts", "c starts"]
    await supervisor.stop()
    assert diary[3:] == ["c stops", "b stops", "a stops"]


async def test_a_crash_is_reported_and_the_part_comes_back_while_others_run():
    diary: list[str] = []
    crashes: list[tuple[str, str]] = []
    steady, shaky = Scripted("steady", diary), Scripted("shaky", diary, crashes=1)
    supervisor = Supervisor([steady.part(), shaky.part()], lambda *crash: crashes.append(crash))
    await supervisor.start()
    assert crashes == [("shaky", "RuntimeError: broken")]
    await asyncio.wait_for(shaky.settled.wait(), PATIENCE)
    assert diary == ["steady starts", "shaky starts", "shaky starts"]
    await supervisor.stop()


async def test_a_part_that_ends_by_itself_is_a_crash_too():
    told = asyncio.Event()

    async def ends(ready) -> None:
        ready()

    supervisor = Supervisor([Part("ends", ends)], lambda name, reason: told.set())
    await supervisor.start()
    await asyncio.wait_for(told.wait(), PATIENCE)
    await supervisor.stop()


async def test_nothing_is_left_behind():
    before = asyncio.all_tasks()
    supervisor = Supervisor([Scripted("a", [], crashes=3).part()], lambda name, reason: None)
    await supervisor.start()
    await supervisor.stop()
    assert asyncio.all_tasks() == before
