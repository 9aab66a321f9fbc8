"""The kiosk: what a station shows. ``stage`` is for demo authors, ``host`` runs one demo, ``shell`` is around demos."""
