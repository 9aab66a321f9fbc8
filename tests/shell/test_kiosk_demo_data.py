"""Each demo has a folder of its own in the kit's home, and runs without one where nothing can be written."""

import time

import pytest

from tests.fakes.quiet_shell import trial
from tests.waiting import PATIENCE
from xlab_kiosk.__main__ import DEMO_DATA, _starter
from xlab_kiosk.host import Record


@pytest.mark.parametrize("writable", [True, False])
def test_a_demo_finds_its_own_folder_or_does_without(tmp_path, writable):
    if not writable:
        (tmp_path / DEMO_DATA).write_text("stands for a card that is write-protected")
    demo = _starter(tmp_path, "", "Workshop")(trial("keeping"), size=(160, 120), language="en")
    try:
        said, end = [], time.monotonic() + PATIENCE
        kept = tmp_path / DEMO_DATA / "try-keeping" / "keep.json"
        while len(said) < 2 or (writable and not kept.exists()):
            assert time.monotonic() < end
            said += demo.poll(time.monotonic() / 4)  # a demo on a busy machine is none that hangs
            time.sleep(0.02)
        assert said == [Record({"runs": 0, "touched": False}), Record({"place": "Workshop"})]
    finally:
        demo.stop()
        assert demo.join(PATIENCE)
