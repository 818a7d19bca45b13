"""The main window: makes the parts, and connects them by their signals."""
