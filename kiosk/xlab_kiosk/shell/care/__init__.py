"""What a station looks after besides drawing: its demos, what they left behind, and that it always starts."""
