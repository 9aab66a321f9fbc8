"""What a manifest may say, and the sentence for each way it can be wrong."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue.conftest import MANIFEST, write_demo
from xlab.catalogue import ManifestError, read_manifest
from xlab.catalogue.lines import read_lines
from xlab.catalogue.manifest import folder_name


def refused(folder: Path) -> str:
    with pytest.raises(ManifestError) as caught:
        read_manifest(folder)
    assert str(folder / "demo.toml") in str(caught.value)
    return str(caught.value)


def test_a_good_manifest_is_read_with_its_defaults(tmp_path: Path) -> None:
    manifest = read_manifest(write_demo(tmp_path))
    assert (manifest.id, manifest.minutes, manifest.players, manifest.uses) == ("test-one", 2, 1, ("touch",))
    assert manifest.evidence["liked"].chart == "share"


def test_the_folder_follows_from_the_id() -> None:
    assert folder_name("warm-welcome") == "xlab_demo_warm_welcome"


def test_a_mark_before_the_text_as_some_editors_put_it_does_no_harm(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    text = folder.joinpath("demo.toml").read_text("utf-8")
    folder.joinpath("demo.toml").write_text(text, "utf-8-sig")
    assert read_manifest(folder).id == "test-one"


def test_missing(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("demo.toml").unlink()
    assert refused(folder).endswith("is missing; every demo needs one")


def test_utf_16(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("demo.toml").write_text(MANIFEST, "utf-16")
    assert refused(folder).endswith("is not UTF-8 text; save it as UTF-8")


def test_10_megabytes_are_not_even_read(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    with folder.joinpath("demo.toml").open("ab") as file:
        file.truncate(10_000_000)
    assert "is larger than 64 kB" in refused(folder)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("demo.toml").unlink()
    folder.joinpath("demo.toml").mkdir()
    assert refused(folder).endswith("is not a file")


def test_a_named_pipe_in_its_place_does_not_make_the_kit_wait(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("demo.toml").unlink()
    os.mkfifo(folder / "demo.toml")
    assert refused(folder).endswith("is not a file")


def test_a_link_in_a_circle(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("demo.toml").unlink()
    folder.joinpath("demo.toml").symlink_to("demo.toml")
    assert "cannot be read" in refused(folder)


@pytest.mark.parametrize(
    "text",
    ["api = ", "[[[", "api = 1\napi = 1", "a = " + "[" * 5000, "api = " + "1" * 5000, "t = 1999-99-99", "\x00"],
    ids=["no value", "brackets", "twice", "too deep", "number of thousands of digits", "no such day", "zero byte"],
)
def test_what_is_no_toml(tmp_path: Path, text: str) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("demo.toml").write_text(text)
    assert "cannot be read: " in refused(folder)


@pytest.mark.parametrize("api", ["2", '"1"', "[1]", "true", "1" * 4000])
def test_another_api(tmp_path: Path, api: str) -> None:
    message = refused(write_demo(tmp_path, manifest=MANIFEST.replace("api = 1", f"api = {api}")))
    assert "api" in message
    assert len(message) < 400


def test_no_api_at_all(tmp_path: Path) -> None:
    assert "this kit speaks api = 1" in refused(write_demo(tmp_path, manifest=MANIFEST.replace("api = 1", "")))


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('version = "1.0.0"', 'version = "1.0.0"\ncolour = "red"', "colour"),
        ('pattern = "presence"', 'pattern = "presence"\nmood = "good"', "mood"),
        ('type = "bool"', 'type = "colour"', "evidence"),
        ('chart = "share"', 'chart = "pie"', "evidence"),
        ('chart = "share"', 'chart = "share", values = {{ yes = {{ de = "ja" }} }}', "evidence.liked.values.yes"),
        ("liked = ", '"Liked it" = ', "evidence"),
        ('version = "1.0.0"', "", "version"),
        ('version = "1.0.0"', 'version = "one"', "version"),
        ('version = "1.0.0"', 'version = "1.0.0\\n"', "version"),
        ('entry = "main:Main"', 'entry = "main"', "entry"),
        ('entry = "main:Main"', 'entry = "../main:Main"', "entry"),
        ('entry = "main:Main"', 'entry = "main:Main\\n"', "entry"),
        ('id = "{id}"', 'id = "Test One"', "id"),
        ('id = "{id}"', 'id = "../test"', "id"),
        ('id = "{id}"', "id = 1", "id"),
        ('stages = ["use"]', 'stages = ["sleep"]', "stages"),
        ('stages = ["use"]', 'stages = "use"', "stages"),
        ('version = "1.0.0"', 'version = "1.0.0"\nminutes = 0', "minutes"),
        ('version = "1.0.0"', 'version = "1.0.0"\nplayers = 11', "players"),
        ('version = "1.0.0"', 'version = "1.0.0"\nuses = ["lasers"]', "uses"),
        ('title = {{ en = "A demo" }}', 'title = {{ en = "" }}', "title"),
        ('title = {{ en = "A demo" }}', 'title = {{ xx = "A demo" }}', "title"),
        ('title = {{ en = "A demo" }}', 'title = {{ fr = "Une démo" }}', "title"),
        ('summary = {{ en = "What it is" }}', 'summary = {{ de = "Was es ist" }}', "summary"),
        ('question = {{ en = "What for?" }}', 'question = {{ fr = "Pourquoi ?" }}', "question"),
        ('label = {{ en = "liked it" }}', 'label = {{ de = "gefiel" }}', "liked"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    assert right in MANIFEST
    assert named in refused(write_demo(tmp_path, manifest=MANIFEST.replace(right, wrong)))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('type = "bool"', 'type = "choice"', "evidence.type: 'choice' is none of bool, int, float, str"),
        ('stages = ["use"]', 'stages = ["use", "rest"]', "engagement.stages: 'rest' is none of sourcing, design, make"),
        ('title = {{ en = "A demo" }}', 'title = {{ it = "Una demo" }}', "title: 'it' is none of en, fr, de"),
        ('version = "1.0.0"', 'version = "1.0"', "version: write three numbers, as in 1.0.0"),
        ("liked = ", '"Liked it" = ', "evidence: write small letters, digits and _ for each name"),
    ],
)
def test_what_is_allowed_is_named(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert said in refused(write_demo(tmp_path, manifest=MANIFEST.replace(right, wrong)))


@pytest.mark.parametrize(
    ("requires", "said"),
    [
        ('["numpy>=2", "not a name"]', "python.requires[1]: 'not a name' is no requirement that pip can read"),
        ('["numpy => 2"]', "python.requires[0]: 'numpy => 2' is no requirement"),
        ('["numpy @ file:///tmp/numpy.whl"]', "python.requires[0]: 'numpy @ file:///tmp/numpy.whl' is an address"),
        ('["-e ."]', "python.requires[0]"),
        ('[""]', "python.requires"),
        ('"numpy"', "python.requires"),
    ],
)
def test_a_wrong_requirement_is_named(tmp_path: Path, requires: str, said: str) -> None:
    assert said in refused(write_demo(tmp_path, manifest=f"{MANIFEST}[python]\nrequires = {requires}\n"))


def test_requirements_that_pip_reads(tmp_path: Path) -> None:
    requires = """["numpy>=2,<3", "segno[extra]; python_version < '3.13'"]"""
    manifest = read_manifest(write_demo(tmp_path, manifest=f"{MANIFEST}[python]\nrequires = {requires}\n"))
    assert len(manifest.python.requires) == 2


@pytest.mark.parametrize("letter", ["\\u001b", "\\u202e", "\\u2066", "\\u200b", "\\ufeff", "\\u0000"])
def test_text_that_steers_hides_or_turns_what_is_read(tmp_path: Path, letter: str) -> None:
    said = refused(write_demo(tmp_path, manifest=MANIFEST.replace("A demo", f"A {letter} demo")))
    assert said.endswith(f"title.en holds a character that cannot be seen: U+{letter[2:].upper()}")


def test_an_id_in_the_folder_of_another(tmp_path: Path) -> None:
    message = refused(write_demo(tmp_path, folder="xlab_demo_other"))
    assert message.endswith("id 'test-one' belongs in a folder named xlab_demo_test_one")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_whatever_raise_anything_else(tmp_path: Path, data: bytes) -> None:
    tmp_path.joinpath("demo.toml").write_bytes(data)
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)


TEXTS = '[statements]\nfair = "{0}"\nlate = "Late"\n'


def with_lines(folder: Path, **texts: str) -> Path:
    """A demo whose statements may be edited; ``texts`` are other words of a language than the good ones."""
    manifest = folder / "demo.toml"
    manifest.write_text('editable = "statements"\n' + manifest.read_text("utf-8"), "utf-8")
    (folder / "locale").mkdir(exist_ok=True)
    for language in ("en", "fr", "de"):
        said = texts.get(language, TEXTS.format("Fair"))
        (folder / "locale" / f"{language}.toml").write_text(said, "utf-8")
    return folder


def test_words_that_may_be_edited_are_one_table_in_three_languages(tmp_path: Path) -> None:
    folder = with_lines(write_demo(tmp_path))
    assert read_manifest(folder).editable == "statements"
    assert list(read_lines(folder, "statements")) == ["statements.fair", "statements.late"]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"de": ""}, "locale/de.toml: the editable table [statements] is missing"),
        ({"fr": '[statements]\nfair = "a"\n'}, "locale/fr.toml: [statements] must have the same lines"),
        (dict.fromkeys(("en", "fr", "de"), '[statements]\nfair = "a"\n'), "needs 2 to 40 lines; it has 1"),
        ({"en": TEXTS.format("x" * 301)}, "needs a text of 1 to 300 letters"),
        ({"en": '[statements]\n"a|b" = "a"\nlate = "b"\n'}, "needs another name"),
        ({"de": "statements = 3 4"}, "locale/de.toml cannot be read"),
        (
            dict.fromkeys(("en", "fr", "de"), "[statements]\n" + "".join(f'k{n} = "{"x" * 300}"\n' for n in range(40))),
            "",
        ),
        (
            dict.fromkeys(("en", "fr", "de"), "[statements]\n" + "".join(f'k{n} = "{"é" * 300}"\n' for n in range(40))),
            "has more than 40000 bytes",
        ),
    ],
)
def test_words_that_cannot_be_edited(tmp_path: Path, texts: dict[str, str], why: str) -> None:
    folder = with_lines(write_demo(tmp_path), **texts)
    if why:
        assert why in refused(folder)
    else:
        assert read_manifest(folder).editable


def test_a_missing_language_of_editable_words(tmp_path: Path) -> None:
    folder = with_lines(write_demo(tmp_path))
    (folder / "locale" / "fr.toml").unlink()
    assert "locale/fr.toml is missing; editable words are needed in every language" in refused(folder)
