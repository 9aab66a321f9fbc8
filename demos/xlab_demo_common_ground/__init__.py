"""Common Ground: where does the room agree."""
