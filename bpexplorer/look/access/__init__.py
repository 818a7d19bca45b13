"""For those who hear the window, or work it without a mouse: what is called what, what each is, and what is said."""
