"""Reads the numbers of a card off the state of a run: a pure function of values, in slices. No Qt."""

from collections.abc import Generator, Mapping

import numpy as np

from bpexplorer.core.readings.lesson import READINGS
from bpexplorer.core.training.state import TrainerState
from bpexplorer.lessons.lesson import Card


def read_numbers(
    state: TrainerState, card: Card, names: frozenset[str]
) -> Generator[None, None, Mapping[str, float]]:
    """The numbers by the names of the card's readings; a slice is one reading, or a part of one that takes long."""
    values: dict[str, float] = {}
    for reading in card.readings:
        if reading.name in names:
            with np.errstate(all="ignore"):
                read = READINGS[reading.reading].read(state, reading.place(card.view))
            values[reading.name] = (yield from read) if isinstance(read, Generator) else read
            yield None
    return values
