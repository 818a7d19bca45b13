"""The project as a value, and every file format: project file, weights in and out, one atomic writer. No Qt."""
