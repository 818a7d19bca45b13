"""Numbers that are typed: what a text means, where the arrows lead, and the field."""
