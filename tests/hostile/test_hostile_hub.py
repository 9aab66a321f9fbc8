"""Demos that mean harm on a whole kit: with a real hub to call, real keys to find, and other demos of their name."""

import shutil
from pathlib import Path

import pytest

from tests.hostile.kiosk import DEMOS, install, without_bwrap
from tests.running import RunningKit
from xlab.catalogue.bundle import write_bundle
from xlab.catalogue.shelf import install as shelve

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent", "SDL_AUDIODRIVER": "dummy"}
IMPOSTOR = """
from xlab_kiosk.stage import Demo

class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        stage.record(managed="impostor")

    def draw(self, screen):
        screen.fill((1, 2, 3))
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "site").mkdir()
    return NO_BUS | {"PYTHONPATH": str(tmp_path / "site")}


def managed(kit: RunningKit, demo: str) -> str:
    """What a demo says that it managed, once the facilitator has begun it and the hub has written that down."""
    kit.wait(lambda health: [one["state"] for one in health["stations"]] == ["attract"])
    kit.post("/stations/orders", page="/stations", station="st-1", do=f"open {demo}")
    for _, event, _, data in kit.live(after=0):
        if event == "event" and data["fact"]["type"] == "Recorded" and data["fact"]["demo"] == demo:
            kit.post("/stations/orders", page="/stations", station="st-1", do="home")
            return data["fact"]["values"]["managed"]
    raise AssertionError(kit.process.output)


@pytest.mark.parametrize("bare", [False, True], ids=["boxed", "bare"])
def test_a_demo_gets_nothing_from_a_real_hub(tmp_path: Path, env: dict[str, str], bare: bool):
    if bare:
        env["PATH"] = str(without_bwrap(tmp_path / "bin"))
    tries = ("try-call-hub",) if bare else ("try-call-hub", "try-read-secrets")
    kit = RunningKit("--size", "800x480", env=env | {"TRIAL_SECRET": "hostile-suite-secret"}, home=tmp_path / "home")
    install(tmp_path / "site", *tries, port=str(kit.port))
    with kit:
        kit.sign_in()
        assert {demo: managed(kit, demo) for demo in tries} == dict.fromkeys(tries, "nothing")


def test_of_one_id_the_installed_bundle_is_played_and_no_folder_put_there_by_hand(tmp_path: Path, env: dict[str, str]):
    kit = RunningKit("--size", "800x480", env=env, home=tmp_path / "home")
    install(tmp_path / "site", "try-call-hub", port=str(kit.port))
    own = tmp_path / "site" / "xlab_demo_try_call_hub"
    bundle = write_bundle(own, {}, None, tmp_path / "one.xlabdemo")
    shelve(kit.home, bundle.path, approved=bundle.seal)
    for name in ("", "_two"):
        shutil.copytree(DEMOS / own.name, kit.home / "demos" / f"{own.name}{name}")
        (kit.home / "demos" / f"{own.name}{name}" / "trial.py").write_text(IMPOSTOR)
    with kit:
        kit.sign_in()
        assert managed(kit, "try-call-hub") == "nothing"
