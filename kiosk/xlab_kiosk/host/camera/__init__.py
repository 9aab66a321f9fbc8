"""The station's camera: its pictures are handed to a demo, no device is."""

from xlab_kiosk.host.camera.memory import CameraView
from xlab_kiosk.host.camera.opened import OpenedCamera

__all__ = ["CameraView", "OpenedCamera"]
