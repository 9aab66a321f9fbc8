"""The hub: builds the parts of a kit and keeps them running."""
