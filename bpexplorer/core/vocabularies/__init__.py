"""What all vocabularies share: how an entry is looked up, its settings, its compiled form, and what two say of each
other."""
