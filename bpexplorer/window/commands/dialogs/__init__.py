"""Dialogs and questions of the commands. None of them blocks."""
