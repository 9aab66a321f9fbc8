"""What a demo author imports."""
