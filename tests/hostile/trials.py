"""The hostile demos: what a visitor does to each, and what the visitor must then see."""

import os
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack
from typing import Literal

import msgspec

Sees = Literal["card", "demo", "menu", "nothing"]
"""The friendly card; the demo, which goes on; the menu; or nothing at all, because the demo is not offered."""

Does = Literal["waits", "touches", "lays a badge"]


class Trial(msgspec.Struct, frozen=True):
    """A demo of ``tests/data/demos``. ``says`` is in what IT reads of its end; ``managed`` is all it may manage.

    ``build`` finishes a copy of its folder, for what no repository should hold.
    """

    name: str
    sees: Sees = "card"
    does: Does = "waits"
    says: str = ""
    managed: str | None = None
    build: Callable[[Path], None] | None = None

    @property
    def demo(self) -> str:
        return "try-" + self.name.replace("_", "-")


def _long_manifest(folder: Path) -> None:
    with (folder / "demo.toml").open("a") as file:
        file.write("# and so on\n" * (10 * 1024 * 1024 // 12))


def _utf_16(folder: Path) -> None:
    path = folder / "demo.toml"
    path.write_bytes(path.read_text().encode("utf-16"))


def _picture_bomb(folder: Path) -> None:
    """A PNG of 30,000 x 30,000 pixels in 4 MB."""
    side = 30_000
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 4 * side)) for _ in range(side)) + packer.flush()
    parts = (b"IHDR", pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")
    (folder / "pictures").mkdir()
    with (folder / "pictures" / "bomb.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in parts:
            file.write(pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)))


def _endless_words(folder: Path) -> None:
    (folder / "locale").mkdir()
    (folder / "locale" / "en.toml").symlink_to("/dev/zero")


def _pipe_of_words(folder: Path) -> None:
    (folder / "locale").mkdir()
    os.mkfifo(folder / "locale" / "en.toml")


HUNG = "completed no update for 2 s"

HANGS = (
    Trial("hang_import", says="was not ready"),
    Trial("hang_start", says="was not ready"),
    Trial("hang_touch", does="touches", says=HUNG),
    Trial("hang_tap", does="touches", says=HUNG),
    Trial("hang_presence", does="lays a badge", says=HUNG),
    Trial("hang_known", does="lays a badge", says=HUNG),
    Trial("hang_update", says=HUNG),
    Trial("hang_draw", says=HUNG),
    Trial("hang_attract", sees="demo"),
    Trial("sleep_in_draw", says=HUNG),
    Trial("slow_draw", sees="demo"),
    Trial("never_draws", says="draws nothing"),
    Trial("good", sees="demo"),
)
"""Of those the issue names, the ones that come to no end; ``good`` stands for one that never finishes."""

GRABS = (
    Trial("segfault", says="SIGSEGV"),
    Trial("os_exit", says="status 3"),
    Trial("four_gigabytes", says="MemoryError"),
    Trial("shared_gigabytes", says="of memory"),
    Trial("eat_memory", says="of memory"),
    Trial("fork_bomb"),
    Trial("hide", sees="demo"),
    Trial("print_gigabyte", says="printed enough"),
    Trial("flood_records", says="faster than a visitor can"),
    Trial("write_above", sees="demo", managed="nothing"),
    Trial("read_secrets", sees="demo", managed="nothing"),
    Trial("call_hub", sees="demo", managed="nothing"),
    Trial("open_network", sees="demo", managed="nothing"),
    Trial("replace_code", says="the code is as it was"),
    Trial("api_99", sees="nothing"),
    Trial("no_entry", says="gone"),
    Trial("cyclic", says="cyclic"),
    Trial("counting", sees="nothing", build=_long_manifest),
    Trial("keeping", sees="nothing", build=_utf_16),
)
"""All others that it names."""

LISTED = HANGS + GRABS

ALIKE = frozenset(
    (
        *("hang_import", "hang_tap", "hang_presence", "hang_known", "sleep_in_draw", "never_draws"),
        *("os_exit", "four_gigabytes", "flood_records", "no_entry"),
    )
)
"""Those that end as another one does, and that tests/host and tests/catalogue end one by one as well."""


def tried(trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
    """Those that the tests play: one of each kind, or with ``XLAB_TEST_TRIALS=all`` every one, as make hostile does."""
    everyone = os.environ.get("XLAB_TEST_TRIALS") == "all"
    return tuple(trial for trial in trials if everyone or trial.name not in ALIKE)


MORE = (
    Trial("memory_files"),
    Trial("thread_bomb"),
    Trial("spin", sees="demo"),
    Trial("stop_itself", says=HUNG),
    Trial("ignore_stop", sees="demo"),
    Trial("alarm_storm"),
    Trial("signal_others", sees="demo", managed="nothing"),
    Trial("use_devices", sees="demo", managed="nothing"),
    Trial("kernel_doors", sees="demo", managed="nothing"),
    Trial("fill_card", says="data folder"),
    Trial("many_files", says="data folder"),
    Trial("hidden_files"),
    Trial("locked_folder"),
    Trial("scratch_files"),
    Trial("many_descriptors", says="Too many open files"),
    Trial("close_all"),
    Trial("spoil_frames", sees="demo"),
    Trial("odd_frames", says="broke the rules"),
    Trial("flood_frames"),
    Trial("odd_records", says="broke the rules"),
    Trial("false_fault", says="alert"),
    Trial("false_beats", sees="demo"),
    Trial("flood_finish", sees="menu"),
    Trial("flood_sounds"),
    Trial("deep_recursion"),
    Trial("quit_pygame"),
    Trial("stop_clocks", says=HUNG),
    Trial("odd_keep", says="kept badly"),
    Trial("catch_all", does="touches", says=HUNG),
    Trial("send_descriptors", sees="demo"),
    Trial("shrink_memory", sees="demo"),
    Trial("shut_down", says="closed its connection"),
    Trial("send_huge", says="65536 bytes"),
    Trial("wrong_frame", says="broke the rules"),
    Trial("flood_beats", says="floods"),
    Trial("many_processes", says="processes"),
    Trial("picture_bomb", build=_picture_bomb),
    Trial("endless_words", build=_endless_words),
    Trial("pipe_of_words", says="was not ready", build=_pipe_of_words),
)
"""Those it does not name."""
