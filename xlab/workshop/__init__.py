"""The workshop of a visit as folds of events: from facts to what is so now. Pure."""
