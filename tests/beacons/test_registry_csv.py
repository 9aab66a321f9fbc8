"""The registry as a table: what spreadsheets write is taken, what is wrong is named by its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.badge import FOREIGN, UUID
from xlab.beacons.registry import LONGEST_LABEL, Registry, tidy_label
from xlab.beacons.registry_csv import MOST_BYTES, MOST_LINES, Preview, Unusable, export, preview
from xlab.events import BeaconRegistered

HEAD = "uuid,major,minor,role,label\n"


def judged(text: str | bytes, *known: BeaconRegistered, uuids=(UUID,)) -> Preview:
    registry = Registry()
    for fact in known:
        registry.apply(fact)
    return preview(text.encode() if isinstance(text, str) else text, registry, uuids)


def beacon(minor: int, role="badge", label="") -> BeaconRegistered:
    return BeaconRegistered(identity=f"{UUID}/1/{minor}", role=role, label=label)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}{UUID},1,7,prop,Öl\n",
        f"\ufeff{HEAD}{UUID},1,7,prop,Öl",
        f"sep=;\r\nUUID; Major ;minor;ROLE;label;Notiz\r\n\r\n{UUID.upper()};1;7; PROP ; Öl ;neu\r\n",
        'minor\tmajor\tlabel\trole\n7\t1\t"Öl"\tprop\n',
        f"{HEAD}{{{UUID.replace('-', '')}}},1,7,prop,Öl\n",
        f"{HEAD}{UUID},1,7,prop,Öl\n".encode("cp1252"),
        f"{HEAD}{UUID},1,7,prop,Öl\n".encode("utf-16"),
        f"{HEAD}{UUID},01,007,prop,Öl\n,,,,\n",
    ],
    ids=["plain", "byte-order mark", "German Excel", "tabs", "braces", "cp1252", "utf-16", "zeros and empty cells"],
)
def test_what_spreadsheets_write_is_understood(text):
    found = judged(text)
    assert found.wrong == ()
    assert [(row.identity, row.role, row.label) for row in found.new] == [(f"{UUID}/1/7", "prop", "Öl")]


def test_a_preview_tells_new_changed_and_the_same():
    found = judged(
        "major,minor,role,label\n1,1,,\n1,2,prop,Zip\n1,3,pad,\n", beacon(2, "prop", "Button"), beacon(3, "pad")
    )
    assert [row.line for row in found.new] == [2]
    assert [(row.line, row.label) for row in found.changed] == [(3, "Zip")]
    assert [row.line for row in found.same] == [4]


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        ("abc,1,7,badge,", "uuid", "abc"),
        (f"{FOREIGN},1,7,badge,", "foreign", FOREIGN),
        (f"{UUID},65536,7,badge,", "major", "65536"),
        (f"{UUID},1,,badge,", "minor", ""),
        (f"{UUID},1,7.0,badge,", "minor", "7.0"),
        (f"{UUID},1,٧,badge,", "minor", "٧"),
        (f"{UUID},1,7,visitor,", "role", "visitor"),
        (f"{UUID},1,7,prop,{'x' * 41}", "label", "x" * 40),
        (f"{UUID},1,1,prop,", "twice", "2"),
        (f"{UUID},1", "minor", ""),
    ],
)
def test_a_wrong_line_is_named_and_the_others_count(line, reason, said):
    found = judged(f"{HEAD}{UUID},1,1,badge,\n\n{line}\n{UUID},1,2,badge,\n")
    assert [(wrong.line, wrong.reason, wrong.said) for wrong in found.wrong] == [(4, reason, said)]
    assert len(found.new) == 2


def test_an_open_quotation_mark_is_found_where_it_opens():
    found = judged(f'{HEAD}{UUID},1,1,prop,"Zip\n{UUID},1,2,badge,\n')
    assert [(wrong.line, wrong.reason) for wrong in found.wrong] == [(2, "quote")]


def test_without_a_uuid_the_kit_must_have_one_only():
    text = "major,minor\n1,7\n"
    assert judged(text).new[0].identity == f"{UUID}/1/7"
    assert judged(text, uuids=(UUID, FOREIGN)).wrong[0].reason == "which_uuid"


def test_badges_have_no_label_so_that_no_name_of_a_visitor_gets_in():
    found = judged(f"{HEAD}{UUID},1,7,badge,Mrs Miller\n")
    assert (found.new[0].label, found.unnamed) == ("", 1)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "empty"),
        (HEAD.encode(), "empty"),
        (b"1,7,badge\n1,8,badge\n", "header"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        (b"PK\x03\x04,\n" + b"\0" * 9, "binary"),
        (HEAD.encode() + b'"' + b"x" * 140_000, "binary"),
        (HEAD.encode() + b"," * MOST_BYTES, "large"),
        ((HEAD + f"{UUID},1,7,badge,\n" * (MOST_LINES + 1)).encode(), "lines"),
    ],
)
def test_another_file_is_refused_whole(data, trouble):
    with pytest.raises(Unusable) as error:
        judged(data)
    assert error.value.trouble == trouble


labels = st.text(max_size=LONGEST_LABEL).map(tidy_label)


@given(st.lists(labels, max_size=5), st.sampled_from(",;"))
def test_what_is_exported_comes_back_the_same_and_runs_in_no_spreadsheet(said, delimiter):
    known = [beacon(number, "prop", label) for number, label in enumerate(said)]
    data = export(((one, ("Fox, coral", "=1+1")) for one in known), ("face", "last_heard"), delimiter)
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    if known:
        assert len(judged(data, *known).same) == len(known)


@given(st.binary(max_size=400))
def test_any_bytes_are_judged_or_refused(data):
    try:
        judged(HEAD.encode() + data)
    except Unusable as error:
        assert error.trouble in ("empty", "binary")
