"""Writes the museum into a folder."""

import sys
from pathlib import Path

from tests.museum import EXHIBITS

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for exhibit in EXHIBITS:
        exhibit.write(folder / exhibit.title.replace(" ", "_").replace("/", "-"))
    sys.stdout.write(f"{len(EXHIBITS)} exhibits\n")
