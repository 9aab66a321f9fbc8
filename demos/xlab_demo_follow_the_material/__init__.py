"""Follow the Material: where does it come from."""
