"""Everything that can be asked of a frame or a run, as values: what is shown is read here."""
