"""What holds for all tests."""

from hypothesis import settings

# A busy machine is no fault of the code: how long an example takes is measured in tests/benchmarks, never judged here.
settings.register_profile("kit", deadline=None)
settings.load_profile("kit")
