"""Is no Python."""

class Trial(Demo
