"""This or That: which need first, by one tap a pair."""
