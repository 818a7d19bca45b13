"""A museum of small data files: as people and programs write them, with the table or the refusal that is right for each.

`python -m tests.museum FOLDER` writes them all, to look at or to try elsewhere.
"""

from tests.museum.exhibits import Exhibit, Refused, Taken

__all__ = ["EXHIBITS", "Exhibit", "Refused", "Taken"]

from tests.museum import arrays, files, peers, texts
from tests.museum import numbers as numbers_in_texts

EXHIBITS: tuple[Exhibit, ...] = (
    *texts.EXHIBITS,
    *numbers_in_texts.EXHIBITS,
    *peers.EXHIBITS,
    *arrays.EXHIBITS,
    *files.EXHIBITS,
)
