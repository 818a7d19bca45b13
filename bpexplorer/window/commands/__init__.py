"""What the window does when it is asked: files, edits, training, help; its questions and offers."""
