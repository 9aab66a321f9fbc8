"""Programs in the place of a camera's: on the path, they write JPEGs as ``rpicam-vid`` and ``v4l2-ctl`` do."""

import io
import os
import sys
from pathlib import Path

import pygame


def jpeg(colour: tuple[int, int, int], size: tuple[int, int] = (1280, 720)) -> bytes:
    """A picture of one colour."""
    picture = pygame.Surface(size)
    picture.fill(colour)
    data = io.BytesIO()
    pygame.image.save(picture, data, "picture.jpg")
    return data.getvalue()


class CameraPrograms:
    """A folder for the front of ``PATH``; each program is one of its methods."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def on_path(self) -> str:
        """``PATH`` with these programs first."""
        return f"{self.folder}{os.pathsep}{os.environ['PATH']}"

    def rpicam(self, picture: bytes, *, pictures: int = 1_000_000) -> None:
        """The Pi's own camera; after so many pictures the cable is pulled."""
        frame = self.folder / "frame.jpg"
        frame.write_bytes(picture)
        self._program(
            "rpicam-vid",
            'if "--list-cameras" in sys.argv: print("0 : imx708"); raise SystemExit',
            f"data = open({str(frame)!r}, 'rb').read()",
            f"for _ in range({pictures}): sys.stdout.buffer.write(data); sys.stdout.flush(); time.sleep(1 / 30)",
        )

    def _program(self, name: str, *lines: str) -> None:
        path = self.folder / name
        path.write_text("\n".join([f"#!{sys.executable} -S", "import sys, time", *lines, ""]))
        path.chmod(0o755)
