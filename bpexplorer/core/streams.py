"""Streams of random numbers, one for each purpose, so that drawing for one never shifts another."""

from enum import IntEnum

import numpy as np

from bpexplorer.core.types import IntArray


class Purpose(IntEnum):
    """What a stream is for. The numbers are part of what a seed means: never reuse or change one."""

    INITIAL_PARAMETERS = 1
    SHUFFLE = 2
    EDIT = 3
    DROPOUT = 4
    WORKSHEET = 5
    SLICE = 6


def stream(seed: int, purpose: Purpose, counter: int = 0) -> np.random.Generator:
    """A generator that depends on nothing but the seed, the purpose and the counter (an epoch, an edit)."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(purpose), counter)))


def epoch_order(seed: int, epoch: int, *, samples: int) -> IntArray:
    """In which order an epoch goes through the samples of the training set."""
    return stream(seed, Purpose.SHUFFLE, epoch).permutation(samples)
