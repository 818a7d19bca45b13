"""What plots are made of: axes and their ticks, curves, marks, dots, legends."""
