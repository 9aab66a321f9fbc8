"""The kiosk: what a station shows. ``stage`` is for demo authors, ``host`` runs one demo, ``shell`` is around demos."""

import os

# pygame greets on standard output when it is imported; what a station prints goes to the journal.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
