"""Which demos are on this kit: their manifests and the three doors they come through."""

from xlab.catalogue.doors import Entry, find_demos
from xlab.catalogue.manifest import Manifest, ManifestError, read_manifest

__all__ = ["Entry", "Manifest", "ManifestError", "find_demos", "read_manifest"]
