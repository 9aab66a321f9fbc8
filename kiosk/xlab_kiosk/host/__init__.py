"""One demo in a process of its own: frames, messages, watchdog."""
