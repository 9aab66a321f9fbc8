"""Needs what needs it."""

from xlab_demo_try_cyclic.trial import Trial

HELLO = Trial
