"""The text file on the boot partition, which gives a kit its name, Wi-Fi and PIN before its first start."""

from xlab.firstboot.places import Places
from xlab.firstboot.taking import Taken, take_over

__all__ = ["Places", "Taken", "take_over"]
