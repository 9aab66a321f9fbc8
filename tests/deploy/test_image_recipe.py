"""The layout of an image: partitions that fit, a GRUB that finds itself, the packages every kit needs."""

import itertools
import re
import struct
from pathlib import Path

import pytest

from deploy.image.disk import MB, SECTOR, bios_boot, plan, table
from deploy.image.looking import _elf
from deploy.image.recipe import KINDS, packages
from xlab.firstboot.asked import KNOWN, asked
from xlab.firstboot.reading import Line, lines

DEPLOY = Path(__file__).parents[2] / "deploy"
USED = {"root": 1500, "data": 400}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.arch)
def test_partitions_follow_one_another_and_data_is_last(kind):
    parts = plan(kind, USED)
    assert [part.name for part in parts][-3:] == ["boot", "root", "data"]
    for one, after in itertools.pairwise(parts):
        assert one.start + one.size <= after.start and after.start % 4 == 0
    assert parts[0].start >= 1  # before it lies the table
    assert parts[-2].size > USED["root"] + 500 and parts[-1].size > USED["data"] + 300


def test_a_pi_is_told_where_to_start_and_a_pc_has_a_place_for_grub():
    pi, pc = (table(kind, plan(kind, USED)) for kind in (KINDS["aarch64"], KINDS["x86_64"]))
    assert "label: dos" in pi and re.search(r"type=c, bootable$", pi, re.MULTILINE)
    assert "label: gpt" in pc and "type=21686148-6449-6E6F-744E-656564454649" in pc
    assert f"start={MB // SECTOR}, size={MB // SECTOR}," in pc
    assert table(KINDS["x86_64"], plan(KINDS["x86_64"], USED)) == pc  # the same names each time


def test_grub_for_a_bios_knows_where_it_lies():
    mbr, core = bios_boot(bytes(512), bytes(4096), 2048)
    assert len(mbr) == 440 and struct.unpack_from("<Q", mbr, 0x5C) == (2048,)
    assert len(core) == 4096 and struct.unpack_from("<Q", core, 500) == (2049,)


@pytest.mark.parametrize("arch", KINDS)
def test_an_image_has_what_every_kit_needs(arch):
    names = packages(KINDS[arch])
    assert {"bluez", "bubblewrap", "libgles2", "libpango-1.0-0", "systemd"} <= set(names)
    assert not any(re.search(r"[#\s]", name) for name in names)
    assert not {"openssh-server", "sudo"} & set(names)


def test_the_layer_for_rpi_image_gen_has_them_too():
    layer = (DEPLOY / "image/rpi-image-gen/layer/xlab-kit.yaml").read_text("utf-8")
    listed = set(re.findall(r"^    - ([a-z0-9.+-]+)$", layer, re.MULTILINE))
    lists = (DEPLOY / f"debian-{name}.txt" for name in ("kit", "screen", "print"))
    wanted = {line for path in lists for line in path.read_text().splitlines() if line and not line.startswith("#")}
    assert wanted <= listed


def test_the_settings_file_as_it_comes_names_all_and_asks_for_nothing():
    text = (DEPLOY / "image/files/xlab.toml").read_text("utf-8")
    found = list(lines(text))
    assert [line.name for line in found if isinstance(line, Line)] and len(found) == len(KNOWN)
    assert {line.name for line in found if isinstance(line, Line)} == set(KNOWN)
    assert asked(found) == asked([])


def test_programs_are_known_by_their_processor(tmp_path):
    path = tmp_path / "program"
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\xb7\x00")
    assert _elf(path) == 183
    path.write_bytes(b"#!/bin/sh\n")
    assert _elf(path) is None
