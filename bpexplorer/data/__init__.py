"""Data sets: generators, the digits, splits, scaling and the encoding of targets. No Qt."""
