"""What the command line says and hears: output, progress, exit codes, signals, results."""
