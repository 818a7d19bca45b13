"""The parts of files: archives, arrays, JSON, and what is checked of them before anything is believed."""
