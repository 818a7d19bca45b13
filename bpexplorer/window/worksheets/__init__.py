"""Worksheets on one step, and their answer sheets, as HTML to print."""
