"""What went wrong at stations: kept once it is on the card, bounded, and in nobody else's name."""

import pytest

from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_library import do, failed, looked
from xlab import link
from xlab.hub import reports
from xlab.hub.reports import MOST, Reports

JPEG = b"\xff\xd8\xff\xe0 a picture"


def report(run: str = "r1", **fields: object) -> link.RunReport:
    known = {"demo": "test-one", "version": "1.0.0", "outcome": "crashed", "text": "Traceback", "picture": JPEG}
    return link.RunReport(run=run, **(known | fields))  # type: ignore[arg-type]


async def test_a_report_is_kept_over_a_restart_and_then_the_station_may_forget_it(tmp_path):
    async with looked(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        await kit.deliver("st-1", failed(1, "st-1"))
        await kiosk.say(report(wall=5.0, detail="ValueError"))
        assert await kiosk.hear(link.ReportTaken) == link.ReportTaken(run="r1")
    async with looked(tmp_path) as kit:
        kept = await do(kit.demos.report, "r1")
        assert (kept.station, kept.text, kept.picture, kept.wall) == ("st-1", "Traceback", JPEG, 5.0)
        assert kit.repertoire.billing.runs.last("test-one")[0].run == "r1"
        assert await do(kit.demos.report, "../../events") is None


@pytest.mark.parametrize("run", ["../../events", "/etc/passwd", "", ".hidden", "a/b", "x" * 200, "r\n"])
async def test_a_run_that_is_a_path_names_no_file_and_is_not_said_again(tmp_path, run):
    kept = Reports(tmp_path)
    assert await kept.take("st-1", report(run)) == link.ReportTaken(run=run)
    assert list(tmp_path.rglob("*")) == []


async def test_a_station_does_not_speak_over_another_and_only_a_picture_is_a_picture(tmp_path):
    kept = Reports(tmp_path)
    await kept.take("st-1", report(picture=b"<script>"))
    await kept.take("st-2", report(text="forged"))
    found = kept.get("r1")
    assert found is not None and (found.station, found.text, found.picture) == ("st-1", "Traceback", b"")


async def test_the_newest_are_kept_also_after_the_clock_was_set_back(tmp_path, monkeypatch):
    monkeypatch.setattr(reports, "MOST", 3)
    clock = iter([100.0, 200.0, 5.0, 6.0, 7.0])
    kept = Reports(tmp_path, wall=lambda: next(clock))
    for number in range(4):
        await kept.take("st-1", report(f"r{number}"))
    again = Reports(tmp_path, wall=lambda: next(clock))
    again.start()
    await again.take("st-1", report("r4"))
    assert [run for run in ("r0", "r1", "r2", "r3", "r4") if again.has(run)] == ["r2", "r3", "r4"]
    assert len(list((tmp_path / "reports").iterdir())) == 3 < MOST


async def test_a_full_card_keeps_the_report_at_the_station_and_says_so_once(tmp_path, caplog):
    (tmp_path / "reports").write_text("in the way")
    kept = Reports(tmp_path)
    assert [await kept.take("st-1", report()) for _ in range(3)] == [None] * 3
    assert caplog.text.count("cannot be kept") == 1
    (tmp_path / "reports").unlink()
    assert await kept.take("st-1", report()) is not None
