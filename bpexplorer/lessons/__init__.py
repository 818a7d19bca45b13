"""Lessons: what is in their files, the player, and the card that is played. The lessons are in resources/lessons."""
