"""Entries of vocabularies from outside the program: each one file, as the recipes of docs/architecture.md have it."""
