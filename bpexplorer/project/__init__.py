"""The project as a value and every file format: project file, weights, history; one atomic writer. No Qt."""
