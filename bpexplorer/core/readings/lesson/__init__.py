"""What a lesson can read off a run: named readings, each one number, a pure function of a state and a place.

A lesson names them in a file. What a file names is looked up in `READINGS` and nowhere else, and a reading is told only
what stands in a `Place`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bpexplorer.core.readings.lesson import batches, errors, neurons, outputs, steps, work
from bpexplorer.core.readings.lesson.reading import LessonReading, Place

__all__ = ["READINGS", "LessonReading", "Place"]

READINGS: Final[Mapping[str, LessonReading]] = MappingProxyType(
    {
        each.name: each
        for module in (neurons, errors, outputs, batches, steps, work)
        for each in module.READINGS
    }
)
