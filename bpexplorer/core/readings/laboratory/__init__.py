"""What the instruments of the laboratory show, each as a value: influence, tug of war, silence, and what is counted."""
