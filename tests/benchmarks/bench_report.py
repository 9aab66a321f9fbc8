"""The report of a full day: 500 phones that answered 10 statements, from the log to page, PDF and data.

Promised: ready within 10 s of closing.
"""

import random
import tempfile
import time
from pathlib import Path

from tests.report.made_up import MANIFESTS, START, told
from xlab.events import Answered, RoundClosed, RoundOpened
from xlab.events.rounds import Option, Question
from xlab.report import build, render

PHONES = 500
STATEMENTS = 10


def main() -> None:
    """Tell a visit, build its report and make its documents."""
    rng = random.Random(1)
    story = told(people=60)
    options = tuple(Option(id=f"s{n}", text={"en": f"Statement number {n} of this round"}) for n in range(STATEMENTS))
    question = Question(kind="statements", text={"en": "How do we see it?"}, options=options)
    story.events.pop()  # the visit is not closed yet
    story.tell(RoundOpened(round="full", question=question, shows="on_close"))
    for phone in range(PHONES):
        for number in range(STATEMENTS):
            value = rng.choices((1, 0, -1), (7, 1, 2) if (phone + number) % 2 else (2, 1, 7))[0]
            story.tell(Answered(round="full", voter=f"voter-{phone}", item=f"s{number}", value=value))
    story.tell(RoundClosed(round="full"))
    began, worked = time.perf_counter(), time.process_time()
    report = build(story.events, story.visit(), MANIFESTS, START)
    built, used = time.perf_counter() - began, time.process_time() - worked
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        rendered = render(report, Path(folder))
        made = time.perf_counter() - began
        sizes = ", ".join(f"{name} {path.stat().st_size // 1000} kB" for name, path in rendered.files.items())
    print(f"  {len(story.events)} events; built in {built:.1f} s ({used:.1f} s of work), documents in {made:.1f} s")
    print(f"  closing to ready: {built + made:.1f} s (promised: 10 s)   {rendered.problem or sizes}")


if __name__ == "__main__":
    main()
