"""Write the tables of colour maps from cmap's copies: ``python resources/colours/make_tables.py``."""

from pathlib import Path

import numpy as np
from cmap import Colormap

#: The names of the tables, and cmap's for the maps.
MAPS = {"CET_D1A": "colorcet:CET_D1A", "berlin": "crameri:berlin", "cividis": "cividis"}


def table(name: str) -> str:
    """256 lines, each red, green and blue of one colour as six hexadecimal digits."""
    colours = np.round(255.0 * Colormap(name).lut(256)).astype(np.uint8)[:, :3]
    return "".join(f"{red:02x}{green:02x}{blue:02x}\n" for red, green, blue in colours.tolist())


if __name__ == "__main__":
    for name, source in MAPS.items():
        Path(__file__).with_name(f"{name}.txt").write_text(table(source), encoding="ascii")
