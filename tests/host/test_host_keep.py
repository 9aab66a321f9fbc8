"""What a demo keeps is there in its next run; its sounds are the shell's to play."""

import json

from xlab_kiosk.host import Finish, Record, Sound
from xlab_kiosk.stage.inputs import Touch


def test_what_a_demo_keeps_is_there_in_its_next_run(play, tmp_path):
    data = tmp_path / "data"
    first = play("keeping", data=data)
    first.until((data / "keep.json").exists)
    first.close()
    second = play("keeping", data=data)
    second.until(lambda: second.said)
    assert second.said == [Record({"runs": 1, "touched": False})]


def test_what_it_keeps_last_is_saved_when_it_ends_and_a_sound_is_told(play, tmp_path):
    data = tmp_path / "data"
    shell = play("keeping", data=data)
    shell.until((data / "keep.json").exists)  # from now on saving waits for a second
    shell.demo.touch(Touch(1, "down", 10, 10))
    shell.until(lambda: Finish() in shell.said)
    shell.close()
    assert shell.said[1:] == [Sound("knock"), Finish()]
    assert json.loads((data / "keep.json").read_text()) == {"runs": 1, "touched": True}
