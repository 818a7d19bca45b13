"""The training thread: messages go in, the newest frame comes out. It knows core's values, not the document."""
