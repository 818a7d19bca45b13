"""What isn't saved, kept beside the user's files: written while a window works, found again after a crash."""
