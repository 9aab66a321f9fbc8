"""Documentation is a promise: every command, setting, make target and demo stands in the README."""

import re
from pathlib import Path

import click
import msgspec

from xlab.catalogue import find_demos
from xlab.cli import main
from xlab.cli.main import COMMANDS
from xlab.report.rendering import LIBRARIES
from xlab.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "README.md"
README = PAGE.read_text("utf-8")


def commands(group: click.Group, path: str = "xlab") -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += (
            commands(command, f"{path} {name}") if isinstance(command, click.Group) else [(f"{path} {name}", command)]
        )
    return found


def test_every_command_is_in_the_readme_and_shows_an_example():
    assert set(COMMANDS) == {name.split()[1] for name, _ in commands(main)}
    for name, command in commands(main):
        assert f"`{name}" in README, f"{name} is not in the README"
        help_page = command.get_help(click.Context(command))
        assert "Example: xlab" in help_page, f"{name} --help shows no example"


def test_every_setting_is_in_the_readme_with_its_default():
    for field in msgspec.structs.fields(Settings):
        row = re.search(rf"^\| `{field.name}` \|([^|]*)\|", README, re.M)
        assert row, f"{field.name} is not in the README"
        if isinstance(field.default, (str, int, float)) and field.default != "":
            text = str(field.default).lower() if isinstance(field.default, bool) else f"{field.default}"
            assert row[1].strip(" `").removesuffix(".0") == text.removesuffix(".0"), field.name


def test_every_demo_is_in_the_readme(tmp_path):
    ready = [entry for entry in find_demos(tmp_path) if entry.status == "ready"]
    assert ready
    for entry in ready:
        assert f"| `{entry.name}` |" in README


def test_every_make_target_is_in_the_readme():
    targets = set(re.search(r"\.PHONY: (.*)", (ROOT / "Makefile").read_text())[1].split())
    for target in targets - {"clean"}:
        assert f"make {target}" in README


def test_what_print_needs_is_named_as_it_is_installed():
    listed = (ROOT / "deploy" / "debian-print.txt").read_text().splitlines()
    assert " ".join(line for line in listed if not line.startswith("#")) == LIBRARIES


def test_everything_the_readme_points_to_exists():
    for path in re.findall(r"`((?:xlab|kiosk|demos|deploy|tests)/[\w/.]*)`", README) + re.findall(
        r"\]\(([^)]*)\)", README
    ):
        assert (ROOT / path).exists(), path


def test_every_folder_says_what_belongs_in_it():
    tops = ("xlab", "kiosk/xlab_kiosk", "demos", "deploy", "tests")
    folders = {path.parent for top in tops for path in (ROOT / top).rglob("*.py")}
    for folder in folders:
        if "data" not in folder.parts:  # test data has one page for all the folders of a kind
            assert (folder / "README.md").exists(), folder.relative_to(ROOT)
