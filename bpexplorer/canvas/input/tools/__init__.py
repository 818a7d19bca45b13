"""What a press on the canvas does: each mode is an object with press, move, release and cancel."""
