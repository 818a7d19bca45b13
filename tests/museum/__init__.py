"""A museum of small data files: as people and programs write them, with the table or the refusal that is right for each.

`python -m tests.museum FOLDER` writes them all, to look at or to try elsewhere.
"""

from tests.museum import arrays, files, numbers, peers, texts
from tests.museum.exhibits import Exhibit, Refused, Taken

__all__ = ["EXHIBITS", "Exhibit", "Refused", "Taken", "arrays", "files", "numbers", "peers", "texts"]


EXHIBITS: tuple[Exhibit, ...] = (
    *texts.EXHIBITS,
    *numbers.EXHIBITS,
    *peers.EXHIBITS,
    *arrays.EXHIBITS,
    *files.EXHIBITS,
)
