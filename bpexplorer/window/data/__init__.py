"""Somebody's own data: opened, looked at, and chosen from in one dialog."""
