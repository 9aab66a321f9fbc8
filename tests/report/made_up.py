"""A made-up visit, told as facts: a small unit, two groups, seven rounds, a demo. Nothing is drawn by lot."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from xlab.catalogue.manifest import Engagement, Field, Manifest
from xlab.events import (
    Answered,
    BeaconRegistered,
    BoardSet,
    CharterAmended,
    CharterWritten,
    Decided,
    Event,
    Fact,
    GroupBegan,
    IdeaAdded,
    IdeaJudged,
    Noted,
    PresenceChanged,
    Recorded,
    RoundClosed,
    RoundOpened,
    RunEnded,
    RunStarted,
    VisitClosed,
    VisitOpened,
    VisitPlanned,
)
from xlab.events.rounds import AnswerValue, Language, Option, Question
from xlab.events.visits import Charter, Measure, Pilot, Platform, Resource, Stakeholder
from xlab.report import Report, build
from xlab.workshop.charter import digest
from xlab.workshop.visit import VisitNow, fold

START = 1_795_500_000.0
"""24 November 2026, about 06:00 UTC, in seconds since 1970."""

VISIT = "v1"

TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class Story:
    """A log that is told fact by fact, a minute apart."""

    def __init__(self, language: Language, *, practice: bool = False) -> None:
        self.language, self.practice = language, practice
        self.events: list[Event] = []

    def text(self, key: str) -> str:
        return TEXTS[key][self.language]

    def words(self, key: str) -> dict[Any, str]:
        return {self.language: TEXTS[key][self.language]}

    def tell(self, *facts: Fact, **more: Any) -> None:
        source = "simulated" if self.practice else "live"
        for fact in facts:
            seq = len(self.events) + 1
            at = {
                "id": f"e{seq}",
                "wall": START + 60 * seq,
                "boot": "b",
                "mono": 60.0 * seq,
                "kit": "kit-1",
                "seq": seq,
            }
            self.events.append(Event(**{**at, "source": source, "visit": VISIT, "fact": fact, **more}))

    def ask(self, name: str, question: Question, answers: Mapping[str, Mapping[str, AnswerValue]]) -> None:
        """A round with what each voter answered by item, the first of a list of voters being the first to answer."""
        self.tell(RoundOpened(round=name, question=question, shows="on_close"))
        for voter, by_item in answers.items():
            self.tell(*(Answered(round=name, voter=voter, item=item, value=value) for item, value in by_item.items()))

    def visit(self) -> VisitNow:
        return fold(self.events)[VISIT]

    def report(self) -> Report:
        return build(self.events, self.visit(), MANIFESTS, START + 9 * 3600)


MANIFESTS = {
    "colour-of-trust": Manifest(
        api=1,
        id="colour-of-trust",
        version="1.0.0",
        entry="trust:Trust",
        title={"en": "Colour of Trust", "fr": "Couleur de la confiance", "de": "Farbe des Vertrauens"},
        summary={"en": "Mix a colour together"},
        engagement=Engagement(
            question={
                "en": "Do we share before we know?",
                "fr": "Partageons-nous avant de savoir\u00a0?",
                "de": "Teilen wir, bevor wir wissen?",
            },
            pattern="shared value",
            stages=("make",),
        ),
        evidence={
            "shared": Field(
                type="bool",
                chart="share",
                label={"en": "shared first", "fr": "ont partagé d’abord", "de": "teilten zuerst"},
            ),
            "turns": Field(
                type="int",
                chart="histogram",
                label={"en": "turns until trust", "fr": "tours avant la confiance", "de": "Züge bis zum Vertrauen"},
            ),
            "place": Field(
                type="str",
                chart="rank",
                label={"en": "what was mixed", "fr": "ce qui a été mélangé", "de": "was gemischt wurde"},
            ),
        },
    ),
}


def told(language: Language = "en", *, practice: bool = False, people: int = 24) -> Story:
    """The visit, closed: ``people`` phones in two groups, of whom two thirds lean one way."""
    story = Story(language, practice=practice)
    text = story.text
    charter = Charter(
        **{key: text(key) for key in ("unit", "purpose", "vision", "objective", "key_result", "promise", "patience")},
        measures=(Measure(what=text("measure"), target="5 / 10", owner=text("sales"), review="2027-01-15"),),
    )
    story.tell(
        BeaconRegistered(identity="prop", role="prop", label="Resin"),
        VisitPlanned(visit=VISIT, language=language, practice=practice),
        CharterWritten(charter=charter),
        VisitOpened(sha256=digest(charter)),
        *(BoardSet(item=item) for item in _board(story)),
        *(PresenceChanged(kind="entered", beacon=f"badge-{n}", proximity="near") for n in range(people // 2)),
        PresenceChanged(kind="entered", beacon="prop", proximity="near"),
    )
    phones = [f"phone-{n}" for n in range(people)]
    first, second = phones[: people // 2], phones[people // 2 :]
    _first_group(story, first)
    story.tell(GroupBegan(number=2))
    story.tell(*(PresenceChanged(kind="entered", beacon=f"badge-{n}", proximity="near") for n in range(people // 3)))
    _second_group(story, phones, second)
    _runs(story)
    amended = msgspec.structs.replace(charter, patience=text("patience") + " (12/2026)")
    story.tell(
        CharterAmended(charter=amended, reason=text("reason")),
        Decided(
            decision="d1",
            what=text("decision"),
            why=text("why"),
            rule="most votes",
            owner=text("buying"),
            until="2027-01-31",
            round="r1",
        ),
        Decided(decision="d2", what=text("decision_2"), owner=text("legal"), until="2026-12-20"),
        Noted(note="n1", kind="learned", text=text("learned")),
        Noted(note="n2", kind="next", text=text("next"), owner=text("buying"), until="2026-12-05"),
        Noted(note="n3", kind="next", text=text("next_2"), owner=text("sales"), until="2026-12-12"),
        Noted(note="n4", kind="open", text=text("open")),
        *(RoundClosed(round=f"r{n}") for n in range(1, 8)),
        VisitClosed(),
    )
    return story


def _board(story: Story) -> list[Any]:
    text = story.text
    return [
        Stakeholder(
            id="painters",
            group="customer",
            name=text("painters"),
            values=("influence", "time"),
            brings=(Resource(kind="skills", text=""), Resource(kind="data")),
        ),
        Stakeholder(
            id="resin",
            group="supplier",
            name=text("resin"),
            values=("recognition", "money"),
            brings=(Resource(kind="materials"),),
        ),
        Stakeholder(
            id="legal",
            group="gatekeeper",
            name=text("legal"),
            values=("safety",),
            brings=(Resource(kind="approval"),),
            protects=text("stop"),
            promotes=text("accept"),
        ),
        Stakeholder(id="river", group="ngo", name=text("river"), values=("publicity",)),
        Platform(
            id="p1",
            pattern=text("challenge"),
            stage="sourcing",
            stakeholder="resin",
            value="recognition",
            rule="open-challenge-recognition",
        ),
        Platform(
            id="p2",
            pattern=text("budget"),
            stage="design",
            stakeholder="painters",
            value="influence",
            rule="co-design-customer",
        ),
        Platform(
            id="p3", pattern=text("trace"), stage="sourcing", stakeholder="river", value="publicity", rule="trace-ngo"
        ),
        Pilot(
            platform="p1",
            test=text("test"),
            owner=text("buying"),
            measure=text("measure"),
            acceptance=text("accept"),
            stop=text("stop"),
            review="2027-01-15",
        ),
        Pilot(
            platform="p2",
            test=text("test"),
            owner=text("sales"),
            measure=text("measure"),
            acceptance=text("accept"),
            review="2027-02-01",
        ),
    ]


def _options(story: Story, *keys: str) -> tuple[Option, ...]:
    return tuple(Option(id=key, text=story.words(key)) for key in keys)


def _first_group(story: Story, phones: list[str]) -> None:
    options = _options(story, "a", "b", "c")
    choice = Question(kind="choice", text=story.words("which"), options=options)
    story.ask("r1", choice, {one: {"": ("abacab"[n % 6],)} for n, one in enumerate(phones)})
    scale = Question(kind="scale", text=story.words("useful"), low=story.words("low"), high=story.words("high"))
    story.ask("r2", scale, {one: {"": (2, 3, 4, 4, 5, 4)[n % 6]} for n, one in enumerate(phones)})
    rank = Question(kind="rank", text=story.words("need"), options=options)
    story.ask("r3", rank, {one: {"": ("b", "a", "c") if n % 3 else ("a", "b")} for n, one in enumerate(phones)})


def _second_group(story: Story, everybody: list[str], phones: list[str]) -> None:
    statements = Question(
        kind="statements", text=story.words("agree"), options=_options(story, "s1", "s2", "s3"), ideas=True
    )
    story.tell(RoundOpened(round="r4", question=statements, shows="on_close"))
    story.tell(
        IdeaAdded(round="r4", idea="i1", voter=phones[0], text=story.text("idea")),
        IdeaJudged(round="r4", idea="i1", verdict="shown"),
        IdeaAdded(round="r4", idea="i2", voter=phones[1], text="SOMETHING RUDE"),
        IdeaJudged(round="r4", idea="i2", verdict="hidden"),
    )
    for n, one in enumerate(everybody):
        # Two camps: they differ on two statements and share the third.
        side = 1 if n % 3 else -1
        votes = {"s1": -side, "s2": side, "s3": 1 if n % 7 else 0, "i1": side if n % 5 else 0}
        story.tell(*(Answered(round="r4", voter=one, item=item, value=vote) for item, vote in votes.items()))
    options = _options(story, "a", "b", "c")
    pair = Question(kind="pair", text=story.words("need"), options=options, ideas=True)
    picks = {"a|b": "a", "a|c": "a", "b|c": "c"}
    story.ask("r5", pair, {one: {k: v if n % 4 else k[2] for k, v in picks.items()} for n, one in enumerate(phones)})
    budget = Question(kind="budget", text=story.words("which"), options=options)
    story.ask("r6", budget, {one: {"": {"a": 60, "b": 10 * (n % 4)}} for n, one in enumerate(phones)})
    story.tell(
        RoundOpened(round="r7", question=Question(kind="text", text=story.words("missing")), shows="on_close"),
        *(IdeaAdded(round="r7", idea=f"t{n}", voter=one, text=story.text("said")) for n, one in enumerate(phones[:6])),
        IdeaJudged(round="r7", idea="t0", verdict="shown"),
        IdeaJudged(round="r7", idea="t1", verdict="parked", reason="twice"),
    )


def _runs(story: Story) -> None:
    for n in range(18):
        run, station = f"run-{n}", "st-1" if n % 3 else "st-2"
        values = {"shared": n % 4 != 0, "turns": 2 + (n * 5) % 7, "place": ("ochre", "slate", "ochre")[n % 3]}
        story.tell(
            RunStarted(run=run, demo="colour-of-trust", version="1.0.0", language="en"),
            Recorded(run=run, demo="colour-of-trust", values=values),
            RunEnded(run=run, demo="colour-of-trust", outcome="finished", seconds=80.0 + n),
            station=station,
        )
    for n in range(7):
        fact = Recorded(run=f"old-{n}", demo="colour-of-trust", values={"shared": True})
        story.tell(fact, station="st-1", source="recorded")
