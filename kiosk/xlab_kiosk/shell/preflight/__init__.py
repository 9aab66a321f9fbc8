"""What a facilitator walks through at a station before visitors come."""
