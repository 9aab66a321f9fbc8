"""Stand-ins for hardware and system services, as named classes."""
