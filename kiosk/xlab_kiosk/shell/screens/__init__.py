"""One file for each thing a visitor sees. A screen is shown a view, lays it out, and draws it; it decides nothing."""
