"""The event log: append, read, subscribe, erase, back up."""
