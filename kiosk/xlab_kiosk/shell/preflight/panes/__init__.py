"""What each step of the preflight looks like."""
