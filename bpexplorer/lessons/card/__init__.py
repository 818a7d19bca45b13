"""The card of a lesson on screen, and the list of lessons."""
