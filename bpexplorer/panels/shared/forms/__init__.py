"""Forms: rows of settings, their editors, and the form that is bound to a value."""
