"""``make hostile``: every hostile demo in the real kiosk, and a table of what came of it.

``python -m tests.hostile [--bare] [--pictures FOLDER] [NAME ...]``; ``--bare`` is a machine without the sandbox.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from PIL import Image

from tests.hostile.kiosk import SIZE, HostileKiosk
from tests.hostile.siege import Outcome, besiege, warm_up
from tests.hostile.trials import LISTED, MORE

COLUMNS = "{:18}{:9}{:>8}{:>8}{:>10}{:>10}  {:13} {}"


def main() -> int:
    """Print the table; 1 if any demo had its way."""
    parser = argparse.ArgumentParser(prog="tests.hostile", description=__doc__)
    parser.add_argument("names", nargs="*", help="demos to try; all if none is named")
    parser.add_argument("--bare", action="store_true", help="as on a machine without the sandbox")
    parser.add_argument("--pictures", type=Path, help="keep what the visitor saw in this folder")
    given = parser.parse_args()
    wanted = [one for one in (*LISTED, *MORE) if not given.names or one.name in given.names]
    with tempfile.TemporaryDirectory() as folder, HostileKiosk(Path(folder), bare=given.bare) as kiosk:
        usual = warm_up(kiosk)
        print(f"An ordinary demo shows {usual:.0f} pictures a second before any hostile one.\n")
        print(
            COLUMNS.format("demo", "visitor", "card s", "home s", "next /s", "grown kB", "left behind", "what IT reads")
        )
        wrong = 0
        for trial in wanted:
            outcome = besiege(kiosk, trial)
            wrong += outcome.sees != trial.sees or bool(outcome.left) or trial.says not in outcome.detail
            _print(outcome)
            if given.pictures is not None:
                given.pictures.mkdir(exist_ok=True)
                Image.frombytes("RGB", SIZE, outcome.picture).save(given.pictures / f"{trial.name}.png")
    print(f"\n{len(wanted)} demos, {wrong} had their way.")
    return 1 if wrong else 0


def _print(outcome: Outcome) -> None:
    card = f"{outcome.card:.1f}" if outcome.card is not None else ""
    told = outcome.detail or (f"managed {outcome.managed}" if outcome.managed is not None else "")
    expected = "" if outcome.sees == outcome.trial.sees else f" (should see {outcome.trial.sees})"
    row = (
        outcome.trial.name,
        outcome.sees,
        card,
        f"{outcome.home:.2f}",
        f"{outcome.pace:.0f}",
        f"{outcome.grown / 1024:.0f}",
        ", ".join(outcome.left) or "nothing",
        told + expected,
    )
    print(COLUMNS.format(*row), flush=True)


if __name__ == "__main__":
    sys.exit(main())
