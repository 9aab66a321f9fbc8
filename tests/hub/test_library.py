"""The demos as IT manages them: decisions are of files, survive a restart, and hold at every station."""

import asyncio
import contextlib
import shutil

import pytest

from tests.catalogue.bundles import KEY, pack
from tests.catalogue.conftest import MANIFEST, write_demo
from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import running
from tests.waiting import come
from xlab import link
from xlab.catalogue.digest import digest_folder
from xlab.catalogue.shelf import install, remove, rollback
from xlab.catalogue.shelf_state import Shelved, Version, installed
from xlab.catalogue.trust import Signer, add_signer, public_key
from xlab.dashboard.ports.demos import DemosRefused
from xlab.events import DemoApproved, DemoQuarantined, DemoShelved, Event, RunEnded, RunStarted
from xlab.hub.kit import Kit
from xlab.hub.shelving import Shelving
from xlab.hub.stock import Found
from xlab.store import StoreError, stamp


async def do(work, *args):
    """As a page does it: on a thread of its own."""
    return await asyncio.to_thread(work, *args)


@contextlib.asynccontextmanager
async def looked(home):
    async with running(home) as kit:
        await do(kit.repertoire.stock.look)
        yield kit


async def demo(kit: Kit, name: str = "test-one"):
    return next((one for one in (await do(kit.demos.now)).demos if one.demo == name), None)


async def standing(kit: Kit, name: str = "test-one"):
    found = await demo(kit, name)
    return found and found.standing


def failed(number: int, station: str, outcome: str = "crashed"):
    began = RunStarted(run=f"r{number}", demo="test-one", version="1.0.0", language="en")
    ended = RunEnded(run=f"r{number}", demo="test-one", outcome=outcome, seconds=1.5, detail="ValueError: no")  # type: ignore[arg-type]
    return [stamp(began, station=station), stamp(ended, station=station)]


def stored_event(fact):
    """As the log gives it back."""
    draft = stamp(fact)
    return Event(kit="k", seq=1, **{name: getattr(draft, name) for name in draft.__struct_fields__})


def facts(kit: Kit, kind):
    return [event.fact for event in kit.log.read(0, 500, (kind,))]


async def test_a_folder_put_there_by_hand_is_shown_once_it_files_are_approved_and_until_they_change(tmp_path):
    folder = write_demo(tmp_path / "demos")
    digest = digest_folder(folder)
    async with looked(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        told = await kiosk.hear(link.ProgrammeIs)
        assert "test-one" not in [slot.demo for slot in told.programme.slots]
        assert await standing(kit) == "waiting"
        with pytest.raises(DemosRefused, match="not those that this page showed"):
            await do(kit.demos.approve, "test-one", "f" * 64)
        await do(kit.demos.approve, "test-one", digest)
        told = await kiosk.hear(link.ProgrammeIs)
        assert [slot.digest for slot in told.programme.slots if slot.demo == "test-one"] == [digest]
        folder.joinpath("main.py").write_text("print('others')\n")
        with pytest.raises(DemosRefused, match="changed since this page"):
            await do(kit.demos.approve, "test-one", digest)
        assert await standing(kit) == "waiting"
        assert facts(kit, DemoApproved) == [DemoApproved(demo="test-one", version="1.0.0", digest=digest)]


async def test_what_was_decided_holds_after_a_restart(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "demos"))
    async with looked(tmp_path) as kit, KioskEnd(kit.stations):
        await do(kit.demos.approve, "test-one", digest)
        await do(kit.demos.switch, "hello", False)
        await do(kit.demos.order, ["test-one", "no-such-demo", "hello", "test-one"])
        await do(kit.demos.choose, "st-1", ["hello", "test-one"])
    async with looked(tmp_path) as kit:
        now = await do(kit.demos.now)
        assert [(one.demo, one.standing) for one in now.demos][:2] == [("test-one", "on"), ("hello", "off")]
        assert [(one.station, one.demos) for one in now.stations] == [("st-1", ("hello", "test-one"))]
        async with KioskEnd(kit.stations) as kiosk:
            told = await kiosk.hear(link.ProgrammeIs)
            assert [slot.demo for slot in told.programme.slots] == ["test-one"]
        await do(kit.demos.refuse, "test-one", digest)
        assert await standing(kit) == "waiting"


async def test_nothing_changes_that_the_card_does_not_take(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "demos"))
    async with looked(tmp_path) as kit:

        async def full(drafts):
            raise StoreError("The card is full.")

        writing, kit.writer.append = kit.writer.append, full
        for change in (
            lambda: kit.demos.approve("test-one", digest),
            lambda: kit.demos.switch("hello", False),
            lambda: kit.demos.release("hello"),
        ):
            with pytest.raises(DemosRefused, match="did not take it in"):
                await do(change)
        kit.writer.append = writing
        assert (await standing(kit), await standing(kit, "hello")) == ("waiting", "on")


async def test_what_is_not_there_is_not_decided_about(tmp_path):
    async with looked(tmp_path) as kit:
        for change in (
            lambda: kit.demos.switch("../../etc", True),
            lambda: kit.demos.choose("st-9", None),
            lambda: kit.demos.choose("st-1", ["nothing"]),
            lambda: kit.demos.release("nothing"),
            lambda: kit.demos.remove("hello"),
            lambda: kit.demos.rollback("../hello"),
            lambda: kit.demos.accept("nothing", "a" * 64),
            lambda: kit.demos.check("nothing"),
        ):
            with pytest.raises(DemosRefused):
                await do(change)


async def test_a_bundle_is_offered_installed_as_it_was_shown_taken_back_and_removed(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    async with looked(home) as kit:
        for version in ("1.0.0", "2.0.0"):
            bundle = pack(tmp_path, version=version, key=None)
            offer = await do(kit.demos.take_in, bundle.path, "../pretty name.xlabdemo")
            assert (offer.file, offer.verdict, offer.problem) == ("pretty name.xlabdemo", "unsigned", "")
            assert (await do(kit.demos.now)).offers == (offer,)
            with pytest.raises(DemosRefused, match="is not what this page showed"):
                await do(kit.demos.accept, offer.id, "f" * 64)
            await do(kit.demos.accept, offer.id, offer.seal)
        assert offer.replaces == "1.0.0"
        shown = await demo(kit)
        assert (shown.standing, shown.door, shown.manifest.version, shown.before) == ("on", "shelf", "2.0.0", "1.0.0")
        assert (await do(kit.demos.now)).offers == ()
        assert list((home / "demos" / ".inbox").iterdir()) == []
        await do(kit.demos.rollback, "test-one")
        assert (await demo(kit)).manifest.version == "1.0.0"
        home.joinpath("demo-data", "test-one").mkdir(parents=True)
        await do(kit.demos.remove, "test-one")
        assert await demo(kit) is None
        assert not home.joinpath("demo-data", "test-one").exists()
        assert [fact.how for fact in facts(kit, DemoShelved)] == ["installed", "installed", "rolled_back", "removed"]


async def test_what_the_command_line_does_to_the_shelf_is_noted_once(tmp_path):
    bundles = [pack(tmp_path, version=version, key=None) for version in ("1.0.0", "2.0.0")]
    home = tmp_path / "home"
    home.mkdir()
    async with looked(home) as kit:
        kit.repertoire.shelving = Shelving(kit.notes.store, 0.0)
        await do(kit.repertoire.stock.look)
        for work in (
            lambda: install(home, bundles[0].path, approved=bundles[0].seal),
            lambda: install(home, bundles[1].path, approved=bundles[1].seal),
            lambda: rollback(home, "test-one"),
            lambda: remove(home, "test-one"),
        ):
            count = len(facts(kit, DemoShelved))
            await do(work)
            await do(kit.repertoire.stock.look)
            await come(lambda count=count: len(facts(kit, DemoShelved)) > count)
        noted = [(fact.how, fact.version) for fact in facts(kit, DemoShelved)]
        assert noted == [("installed", "1.0.0"), ("installed", "2.0.0"), ("rolled_back", "1.0.0"), ("removed", "")]


async def test_what_the_dashboard_notes_is_not_noted_again():
    stored: list[object] = []

    async def store(drafts):
        stored.extend(drafts)

    shelving = Shelving(store, 0.0)
    version = Version(folder="f", version="1.0.0", digest="d", seal="s", signer="")
    shelving.looked(Found())
    for noted in (True, False):
        shelving.looked(Found(shelved={"x": Shelved(id="x", current=version)}))
        if noted:
            shelving.stored(stored_event(DemoShelved(how="installed", demo="x", version="1.0.0", digest="d")))
            await asyncio.gather(*shelving._tasks)
            assert not stored
            shelving.looked(Found())
    await asyncio.gather(*shelving._tasks)
    assert [draft.fact.how for draft in stored] == ["removed", "installed"]


async def test_a_demo_that_the_own_station_still_names_is_not_called_elsewhere(tmp_path):
    folder = write_demo(tmp_path / "demos", manifest=MANIFEST)
    async with looked(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        here = link.DemoHere(demo="test-one", door="dropped", status="unapproved", digest="f" * 64)
        await kiosk.say(link.DemosHere(demos=(here,)))
        await come(lambda: kit.repertoire.billing.here("st-1").demos)
        assert await standing(kit) == "waiting"
        shutil.rmtree(folder)
        await do(kit.repertoire.stock.look)
        assert await demo(kit) is None


async def test_a_key_that_nobody_knows_is_shown_by_its_first_signs(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    async with looked(home) as kit:
        offer = await do(kit.demos.take_in, pack(tmp_path).path, "a.xlabdemo")
        (asked,) = (await do(kit.demos.now)).offers
        assert (offer.verdict, asked.signer) == ("unknown", f"{public_key(KEY)[:4]} {public_key(KEY)[4:8]}")


async def test_a_known_signer_is_installed_at_once_and_a_bundle_that_was_swapped_is_not(tmp_path):
    home = tmp_path / "home"
    add_signer(home, Signer("Workshop", public_key(KEY)))
    async with looked(home) as kit:
        await do(kit.demos.take_in, pack(tmp_path).path, "a.xlabdemo")
        shown = await demo(kit)
        assert (shown.standing, shown.signer, (await do(kit.demos.now)).offers) == ("on", "Workshop", ())
        offer = await do(kit.demos.take_in, pack(tmp_path, version="2.0.0", key=None).path, "b.xlabdemo")
        (waiting,) = (home / "demos" / ".inbox").iterdir()
        shutil.copy(pack(tmp_path, version="3.0.0", key=None).path, waiting)
        with pytest.raises(DemosRefused, match=r"b\.xlabdemo is not signed; IT has to approve it first"):
            await do(kit.demos.accept, offer.id, offer.seal)
        assert [one.current.version for one in installed(home)[0]] == ["1.0.0"]
        await do(kit.demos.decline, offer.id)
        assert (await do(kit.demos.now)).offers == ()


async def test_three_failures_over_all_stations_take_a_version_out_of_use_until_it_lifts_that(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "demos"))
    async with looked(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        await do(kit.demos.approve, "test-one", digest)
        while "test-one" not in [slot.demo for slot in (await kiosk.hear(link.ProgrammeIs)).programme.slots]:
            pass
        for number, station in enumerate(["st-1", "st-2", "st-1"]):
            await kit.deliver(station, failed(number, station))
        told = await kiosk.hear(link.ProgrammeIs)
        assert "test-one" not in [slot.demo for slot in told.programme.slots]
        shown = await demo(kit)
        assert (shown.standing, shown.runs, shown.failures) == ("quarantined", 3, 3)
        assert shown.reason == "It failed 3 times in a row. The last time it crashed: ValueError: no."
        assert [(line.run, line.station) for line in shown.last] == [("r2", "st-1"), ("r1", "st-2"), ("r0", "st-1")]
        await do(kit.demos.release, "test-one")
        told = await kiosk.hear(link.ProgrammeIs)
        assert [slot.lifted for slot in told.programme.slots if slot.demo == "test-one"] == [1]
        await kit.deliver("st-1", failed(7, "st-1"))
        assert len(facts(kit, DemoQuarantined)) == 1


async def test_a_quarantine_that_the_card_did_not_take_is_made_up_for_at_the_next_start(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "demos"))
    async with looked(tmp_path) as kit:
        await do(kit.demos.approve, "test-one", digest)
        kit.log.append([draft for number in range(3) for draft in failed(number, "st-1")])
    async with looked(tmp_path) as kit:
        await kit.repertoire.close()
        assert len(facts(kit, DemoQuarantined)) == 1
        assert await standing(kit) == "quarantined"


async def test_the_page_says_what_is_where_also_what_is_only_at_a_station(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "demos", manifest=MANIFEST))
    async with looked(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        await do(kit.demos.approve, "test-one", digest)
        here = [
            link.DemoHere(demo="test-one", door="dropped", status="unapproved", digest=digest),
            link.DemoHere(demo="hello", door="installed", status="ready", held="It kept the kit from starting."),
            link.DemoHere(demo="window-only", door="dropped", status="unapproved", digest="f" * 64),
        ]
        await kiosk.say(link.DemosHere(demos=tuple(here), sandbox="Install bubblewrap."))
        await kiosk.say(link.Status(screen="menu"))
        while not kit.repertoire.billing.here("st-1").demos:
            await asyncio.sleep(0)
        now = await do(kit.demos.now)
        at = {one.demo: (one.standing, [(place.station, place.shown) for place in one.stations]) for one in now.demos}
        assert at["test-one"] == ("on", [("st-1", True)])
        assert at["hello"] == ("on", [("st-1", False)])
        assert at["window-only"] == ("waiting", [("st-1", False)])
        assert [(one.station, one.here, one.sandbox) for one in now.stations] == [("st-1", True, "Install bubblewrap.")]
        with pytest.raises(DemosRefused):
            await do(kit.demos.approve, "window-only", "f" * 64)
        await do(kit.demos.choose, "st-1", ["window-only"])
        await do(kit.demos.refuse, "test-one", digest)
        with pytest.raises(DemosRefused, match=r"would run unprotected here\. Install bubblewrap"):
            await do(kit.demos.check, "test-one")


async def test_a_station_that_claims_hundreds_of_demos_costs_the_others_nothing(tmp_path):
    async with (
        looked(tmp_path) as kit,
        KioskEnd(kit.stations, "st-1") as liar,
        KioskEnd(kit.stations, "st-2") as honest,
    ):
        own = [slot.demo for slot in (await honest.hear(link.ProgrammeIs)).programme.slots]
        here = [
            link.DemoHere(demo=f"{n:03}{'x' * 190}", door="shelf", status="ready", digest="e" * 64, reason="y" * 1000)
            for n in range(400)
        ]
        await liar.say(link.DemosHere(demos=tuple(here)))
        told = (await liar.hear(link.ProgrammeIs)).programme
        while len(told.slots) <= len(own):
            told = (await liar.hear(link.ProgrammeIs)).programme
        assert len(told.slots) == 200
        now = await do(kit.demos.now)
        assert 200 <= len(now.demos) <= 200 + len(own) + 5
        await do(kit.demos.switch, own[0], False)
        assert [slot.demo for slot in (await honest.hear(link.ProgrammeIs)).programme.slots] == own[1:]
