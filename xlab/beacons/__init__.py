"""iBeacons: frames, sightings, presence, and the sources sightings come from."""
