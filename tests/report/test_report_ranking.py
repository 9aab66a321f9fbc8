"""A ranking from pairs in the report: what nobody had seeded is seen at once, also without seeing colours."""

import msgspec

from tests.report.made_up import told
from xlab.look.tokens import ACCENTS
from xlab.report.drawing import charts
from xlab.report.intervals import Estimate
from xlab.report.model import RoundResult, Row


def test_what_a_visitor_brought_has_a_colour_and_a_shape_of_its_own() -> None:
    rows = (
        Row(label="Rent it by the hour", n=9, figure=Estimate(value=0.8, low=0.6, high=0.9), seeded=False),
        Row(label="Repair it", n=9, figure=Estimate(value=0.6, low=0.4, high=0.8)),
    )
    pairs = RoundResult(id="r", kind="pair", question="Which need first?", source="live", n=9, rows=rows)
    spec = charts(msgspec.structs.replace(told().report(), rounds=(pairs,)))["round-1"]
    assert [(row["label"], row["own"]) for row in spec["data"]["values"]] == [
        (["Rent it by the hour (brought up in the room)"], True),
        (["Repair it"], False),
    ]
    (point,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    assert point["encoding"]["fill"]["condition"] == {"test": "datum.own", "value": ACCENTS["violet"]}
    assert point["encoding"]["shape"]["condition"]["value"] != point["encoding"]["shape"]["value"]
