"""Entries of vocabularies from outside the program: each one file, as docs/recipes.md has it."""
