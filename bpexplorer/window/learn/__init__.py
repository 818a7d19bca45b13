"""The workspace Learn: the window as the stage of a lesson."""
