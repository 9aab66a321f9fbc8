"""A machine's layers are made once for what went into them, and never half."""

from pathlib import Path

import pytest

from deploy.vm import image
from deploy.vm.image import BuildError, Layer, build, digests, joined


def nothing(_tree: Path) -> None:
    pass


def test_a_layer_is_another_one_when_its_inputs_or_anything_below_it_changed():
    debian, kit = Layer("debian", ("trixie", "bluez"), nothing), Layer("kit", (b"wheel",), nothing)
    first = digests([debian, kit])
    assert digests([debian, kit]) == first
    assert digests([debian, Layer("kit", (b"newer wheel",), nothing)])[0] == first[0]
    assert digests([debian, Layer("kit", (b"newer wheel",), nothing)])[1] != first[1]
    assert digests([Layer("debian", ("trixie", "bluez,curl"), nothing), kit])[1] != first[1]
    # What is said in two words is not what is said in one.
    assert digests([Layer("debian", ("trixieb", "luez"), nothing)])[0] != first[0]


@pytest.fixture
def commands(monkeypatch) -> list[str]:
    """The commands that would have been run as root; the trees are made as we are."""
    ran: list[str] = []

    def as_root(*command, text=""):
        ran.append(command[0])
        if command[0] in ("cp", "mv", "rm"):
            image.subprocess.run(list(map(str, command)), check=True)
        elif command[0] == "mke2fs":
            Path(command[-2]).touch()

    monkeypatch.setattr(image, "as_root", as_root)
    return ran


def system(tree: Path) -> None:
    tree.mkdir()
    (tree / "vmlinuz").write_text("kernel")
    (tree / "initrd.img").write_text("disk")


def test_a_second_build_makes_nothing_and_a_new_wheel_only_what_stands_on_it(tmp_path, commands):
    made: list[str] = []

    def wheel(text: str) -> Layer:
        return Layer("wheel", (text,), lambda tree: made.append((tree / "vmlinuz").read_text() + text))

    first = build([Layer("debian", (), system), wheel(" 1")], tmp_path, lambda _: None)
    commands.clear()
    assert build([Layer("debian", (), system), wheel(" 1")], tmp_path, lambda _: None) == first
    assert (made, commands) == (["kernel 1"], [])
    assert build([Layer("debian", (), system), wheel(" 2")], tmp_path, lambda _: None) != first
    assert made == ["kernel 1", "kernel 2"]


def test_a_build_that_broke_off_is_not_taken_for_a_whole_one(tmp_path, commands):
    def broken(tree: Path) -> None:
        system(tree)
        raise BuildError("no network")

    with pytest.raises(BuildError):
        build([Layer("debian", (), broken)], tmp_path, lambda _: None)
    disk = build([Layer("debian", (), system)], tmp_path, lambda _: None)
    assert disk.image.exists()


def test_layers_that_are_joined_are_made_in_one_tree_and_are_another_one_when_either_changed(tmp_path):
    def says(word: str) -> Layer:
        return Layer(word, (word,), lambda tree: (tree / word).touch())

    both = joined(says("kit"), says("room"))
    both.make(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kit", "room"]
    assert digests([both]) != digests([joined(says("kit"), says("hall"))])
